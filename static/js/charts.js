// Pictures by ECharts from JSON in the page (json_script). Canvas and rich text only: the policy forbids inline styles.
// {kind: "line"|"bar"|"stack", unit, x: [], series: [{name, data, numerators?, denominators?}], limits: [{label, value}], links: []}
(() => {
  "use strict";
  const hq = window.hq;
  const SYMBOLS = ["circle", "rect", "triangle", "diamond"];
  const DASHES = ["solid", [6, 4], [2, 3], [10, 4, 2, 4]];

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }
  function palette() {
    return ["--hq-accent", "--hq-soon", "--hq-wait", "--hq-class-1", "--hq-class-3", "--hq-done"].map(colour);
  }
  function series(data, one, index) {
    const bar = data.kind !== "line";
    const drawn = {
      name: one.name,
      type: bar ? "bar" : "line",
      data: one.data,
      barMaxWidth: 36,
      symbol: SYMBOLS[index % SYMBOLS.length],
      symbolSize: 7,
      lineStyle: { width: 2.5, type: DASHES[index % DASHES.length] },
      stack: data.kind === "stack" ? "all" : undefined,
      label: { show: bar && data.series.length === 1, position: "top", color: colour("--hq-ink") },
    };
    if (index === 0 && data.limits) {
      drawn.markLine = {
        silent: true,
        symbol: "none",
        lineStyle: { type: "dashed", color: colour("--hq-edge") },
        label: { formatter: "{b}", color: colour("--hq-muted"), position: "insideEndTop" },
        data: data.limits.map((limit) => ({ name: limit.label, yAxis: limit.value })),
      };
    }
    return drawn;
  }
  function hint(data) {
    return (points) =>
      [points[0].name]
        .concat(
          points.map((point) => {
            const one = data.series[point.seriesIndex];
            let text = `${point.seriesName}  ${point.value === null || point.value === undefined ? "无数据" : `${point.value} ${data.unit || ""}`}`;
            if (one.numerators && one.denominators)
              text += `（${one.numerators[point.dataIndex]} / ${one.denominators[point.dataIndex]}）`;
            return text;
          }),
        )
        .join("\n");
  }
  function options(data) {
    const muted = { color: colour("--hq-muted"), fontSize: 12 };
    return {
      animation: false,
      aria: { enabled: true, decal: { show: data.kind !== "line" && data.series.length > 1 } },
      color: palette(),
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 12, right: 20, top: data.series.length > 1 ? 56 : 36, bottom: 8, containLabel: true },
      legend: { show: data.series.length > 1, top: 4, right: 12, textStyle: muted },
      tooltip: { trigger: "axis", renderMode: "richText", formatter: hint(data), confine: true },
      xAxis: {
        type: "category",
        data: data.x,
        axisLabel: muted,
        axisTick: { show: false },
        axisLine: { lineStyle: { color: colour("--hq-line") } },
      },
      yAxis: {
        type: "value",
        name: data.unit || "",
        nameTextStyle: Object.assign({ align: "left" }, muted),
        axisLabel: muted,
        splitLine: { lineStyle: { color: colour("--hq-line-soft") } },
      },
      series: data.series.map((one, index) => series(data, one, index)),
    };
  }
  hq.onLoad((root) => {
    hq.all(root, "[data-chart]").forEach((place) => {
      if (!window.echarts || window.echarts.getInstanceByDom(place)) return;
      const data = JSON.parse(document.getElementById(place.getAttribute("data-chart")).textContent);
      const chart = window.echarts.init(place, null, { renderer: "canvas" });
      chart.setOption(options(data));
      if (data.links) {
        chart.on("click", (point) => {
          if (data.links[point.dataIndex]) location.href = data.links[point.dataIndex];
        });
      }
      window.addEventListener("resize", () => {
        chart.resize();
      });
    });
  });
})();
