// A rule that no type can hold: a task uses the context that it is handed, not the one of the code around it. With the outer one its calls go on
// when the helper cancels the task.

/** As much of a node as the rule reads. */
interface Node {
  readonly type: string;
  readonly parent: Node | null;
  readonly name?: string;
  readonly callee?: Node;
  readonly arguments?: readonly Node[];
  readonly object?: Node;
  readonly property?: Node;
  readonly params?: readonly Node[];
  readonly typeAnnotation?: { readonly typeAnnotation?: { readonly typeName?: Node } } | null;
}

/** What the linter gives a rule. */
interface RuleContext {
  report(problem: { readonly node: Node; readonly message: string }): void;
}

/** The helpers of gather/ that run tasks, and a TaskGroup's method. */
const HELPERS = /^(gather|gatherSettled|gatherAny|gatherSome|asCompleted|taskGroup|withTimeout|start)$/;

/** What a context is used for. */
const USES = /^(fetch|read|signal)$/;

const isFunction = ({ type }: Node): boolean => /^(Arrow)?Function(Expression|Declaration)?/.test(type);

const rule = {
  create(context: RuleContext) {
    return {
      Identifier(node: Node): void {
        if (!isUse(node)) return;
        let crossed = false;
        for (let at: Node = node; at.parent !== null; at = at.parent) {
          if (!isFunction(at)) continue;
          const parameter = at.params?.find((param) => param.name === node.name);
          if (parameter !== undefined) {
            if (crossed && isContext(parameter))
              context.report({
                node,
                message: `this task uses the ${node.name} of the code around it: pass { context: ${node.name} } to the helper and use the task's own`,
              });
            return;
          }
          if (isTask(at)) crossed = true;
        }
      },
    };
  },
};

/** Whether a call is made with it, `news(call, …)`, or one of its members is used, `call.read(…)`. */
function isUse({ parent, ...node }: Node): boolean {
  if (parent?.type === "CallExpression") return parent.arguments?.[0]?.name === node.name;
  if (parent?.type !== "MemberExpression" || parent.object?.name !== node.name) return false;
  return USES.test(parent.property?.name ?? "");
}

/** Whether a parameter is a call's context, by its type or by the name that it has everywhere. */
function isContext({ name, typeAnnotation }: Node): boolean {
  const type = typeAnnotation?.typeAnnotation?.typeName?.name;
  return type === undefined ? name === "call" : type === "CallContext";
}

/** Whether a function stands among the tasks of a helper: alone, in a list or in a record. */
function isTask(node: Node): boolean {
  let at: Node | null = node.parent;
  while (at !== null && /^(ArrayExpression|ObjectExpression|Property)$/.test(at.type)) at = at.parent;
  if (at?.type !== "CallExpression") return false;
  return HELPERS.test(at.callee?.name ?? at.callee?.property?.name ?? "");
}

export default { meta: { name: "house" }, rules: { "own-context": rule } };
