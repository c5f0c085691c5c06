// Tasks that need the result of another task: all start together in a taskGroup, and each awaits what it needs.
import { expect, test } from "vitest";
import { taskGroup } from "../../src/gather/index.ts";
import { gate } from "../support/gate.ts";
import { turn } from "../support/turn.ts";

test("a task goes on as soon as it has the result that it needs", async () => {
  const [place, news] = [gate<string>(), gate<string>()];
  const asked: string[] = [];
  const weather = taskGroup(async (group) => {
    const found = group.start(place.heed);
    group.start(news.heed).then(
      () => asked.push("news is there"),
      () => undefined,
    );
    return group.start(async () => {
      asked.push(`weather in ${await found}`);
      return "mild";
    });
  });
  await news.reached;
  expect(asked).toEqual([]);
  place.open("Lisbon");
  await turn();
  expect(asked).toEqual(["weather in Lisbon"]);
  news.open("none");
  expect(await weather).toBe("mild");
});

test("a diamond: a shared task runs once, and the last task goes on when both others have ended", async () => {
  const order: string[] = [];
  const step = (name: string, ...needs: Promise<unknown>[]) =>
    async function stepped(): Promise<void> {
      await Promise.all(needs);
      order.push(name);
    };
  await taskGroup((group) => {
    const top = group.start(step("top"));
    const left = group.start(step("left", top));
    const right = group.start(step("right", top));
    void group.start(step("bottom", left, right));
  });
  expect(order).toEqual(["top", "left", "right", "bottom"]);
});

test("when a needed task fails, the tasks that need it never begin, the others end, and the error is reported once", async () => {
  const boom = new Error("boom");
  const [place, news] = [gate<string>(), gate<string>()];
  let begun = false;
  const call = taskGroup((group) => {
    const found = group.start(place.heed);
    void group.start(news.heed);
    void group.start(async () => {
      await found;
      begun = true;
    });
    place.fail(boom);
  });
  await expect(call).rejects.toBe(boom);
  expect([begun, news.signal?.reason]).toEqual([false, boom]);
});

test("a cycle cannot wait for itself: it is a ReferenceError as soon as it is started", async () => {
  const call = taskGroup((group) => {
    const egg: Promise<unknown> = group.start(async () => hen);
    const hen: Promise<unknown> = group.start(async () => egg);
  });
  await expect(call).rejects.toBeInstanceOf(ReferenceError);
});
