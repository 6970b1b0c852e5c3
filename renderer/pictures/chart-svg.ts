import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { chartParts } from './chart-parts.ts'

echarts.use([...chartParts, SVGRenderer])

/** A chart as an `<svg>` element, drawn without a page. */
export function chartSvg(option: echarts.EChartsCoreOption, width: number, height: number): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption({ animation: false, ...option, tooltip: { show: false } })
    return chart.renderToSVGString()
  } finally {
    chart.dispose()
  }
}
