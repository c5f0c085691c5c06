// Pictures of what was found, as SVG that can be read on a light and on a dark page alike.
import { init } from "echarts";

/** A picture: the name of its file, and what Apache ECharts is to draw. */
export interface Chart {
  readonly name: string;
  readonly title: string;
  readonly xAxis: object;
  readonly yAxis: object;
  readonly series: readonly object[];
}

/** A grey that both white and black are far enough from; colours likewise. */
const GREY = "#8a8f98";
const COLOURS = ["#3b82f6", "#e8743b", "#17a673", "#b45bd6", "#c9a227", "#8a8f98"];

/** Draws `chart`. */
export function drawn({ title, xAxis, yAxis, series }: Chart): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width: 720, height: 360 });
  const axis = {
    nameLocation: "middle",
    nameGap: 30,
    nameTextStyle: { color: GREY },
    axisLabel: { color: GREY },
    axisLine: { lineStyle: { color: GREY } },
    splitLine: { lineStyle: { color: GREY, opacity: 0.25 } },
  };
  chart.setOption({
    animation: false,
    color: COLOURS,
    textStyle: { fontFamily: "system-ui, sans-serif", color: GREY },
    title: { text: title, left: "center", top: 4, textStyle: { color: GREY, fontSize: 15, fontWeight: 600 } },
    legend: { top: 36, itemGap: 28, itemWidth: 16, textStyle: { color: GREY } },
    grid: { top: 88, left: 60, right: 30, bottom: 50, containLabel: true },
    xAxis: { ...axis, ...xAxis },
    yAxis: { ...axis, nameGap: 50, ...yAxis },
    series,
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
