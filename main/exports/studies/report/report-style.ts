import { Markup } from './markup.ts'

const light = `
  --page: #fcfcfb; --line: #dededa; --strong: #8b8b86; --text: #1c1d1f; --quiet: #5d5e63; --ink: #2a2b2e;
  --base: #3b6ea5; --base-text: #2f5f93; --tuned: #c8741a; --tuned-text: #8f4e0a;
  --warning: #8a7000; --warning-text: #6b5700;`
const dark = `
  --page: #17181a; --line: #313336; --strong: #73767b; --text: #e6e6e3; --quiet: #a3a5a9; --ink: #dededb;
  --base: #5a8fc7; --base-text: #86b0dd; --tuned: #d5832c; --tuned-text: #e3a566;
  --warning: #bfa23a; --warning-text: #d8c069;`

/** One neutral scale; base is blue and tuned orange wherever they are; prints light whatever the screen. */
export const reportStyle = new Markup(`
:root { color-scheme: light;${light} }
@media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark;${dark} } }
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--text);
  font: 13px/20px system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'Liberation Sans', Helvetica, Arial, sans-serif;
  font-variant-numeric: tabular-nums }
main { max-width: 1008px; margin: 0 auto; padding: 48px 24px 96px }
h1 { margin: 4px 0 4px; font-size: 24px; line-height: 32px; font-weight: 600; letter-spacing: -0.01em; overflow-wrap: anywhere }
h2 { margin: 56px 0 4px; padding-top: 12px; border-top: 1px solid var(--strong); font-size: 17px; line-height: 24px; font-weight: 600 }
h3 { margin: 32px 0 0; font-size: 13px; font-weight: 600 }
p { margin: 4px 0 12px; max-width: 72ch }
.kicker, .quiet, .lead { color: var(--quiet) }
.kicker { display: flex; justify-content: space-between; gap: 24px; padding-bottom: 8px; border-bottom: 1px solid var(--line) }
.lead { margin: 0; overflow-wrap: anywhere }
code { font-family: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: 12px; overflow-wrap: anywhere }
b { font-weight: 600 }
.base-text { color: var(--base-text) } .tuned-text { color: var(--tuned-text) }
.swatch { display: inline-block; width: 8px; height: 8px; margin-right: 6px; border-radius: 1px }
.swatch.base { background: var(--base) } .swatch.tuned { background: var(--tuned) }
.verdicts { margin: 24px 0 0; padding: 0; list-style: none; border-bottom: 1px solid var(--line) }
.verdicts li { display: grid; grid-template-columns: 136px 84px 1fr; gap: 16px; padding: 12px 0; border-top: 1px solid var(--line) }
.verdicts .mode { font-weight: 600 }
.verdicts .change { white-space: nowrap }
.warning { margin: 16px 0 0; padding: 0 0 0 12px; border-left: 3px solid var(--warning); max-width: 76ch }
.warning b { color: var(--warning-text) }
dl { display: grid; grid-template-columns: 136px 1fr; gap: 6px 16px; margin: 16px 0 0 }
dt { color: var(--quiet) } dd { margin: 0; overflow-wrap: anywhere }
.wide { overflow-x: auto; margin-top: 16px }
table { width: 100%; border-collapse: collapse }
caption { padding: 0 0 8px; text-align: left; color: var(--quiet) }
caption b { color: var(--text) }
th, td { padding: 5px 0 5px 14px; vertical-align: baseline; font-weight: 400; white-space: nowrap }
th:first-child, td:first-child { padding-left: 0 }
.number { text-align: right } .text { text-align: left }
th[scope=row].text, td.text { white-space: normal; overflow-wrap: anywhere } th[scope=row].text { min-width: 7em; max-width: 18em }
thead th { border-bottom: 1px solid var(--strong); line-height: 16px; vertical-align: bottom; font-weight: 600 }
thead small { display: block; font-size: 11px; font-weight: 400; color: var(--quiet) }
tbody tr + tr > * { border-top: 1px solid var(--line) }
tbody tr.total > * { border-top-color: var(--strong) } tbody tr.total > th { font-weight: 600 }
.figures { display: flex; flex-wrap: wrap; gap: 24px 32px; margin-top: 20px; align-items: flex-start }
figure { margin: 0; flex: 0 1 var(--width); width: var(--width); max-width: 100% }
figcaption { display: flex; flex-wrap: wrap; gap: 0 16px; margin-bottom: 8px; font-weight: 600 }
.legend { display: flex; flex-wrap: wrap; gap: 0 12px; font-weight: 400; color: var(--quiet) }
.key { display: inline-flex; align-items: center; gap: 5px } .key svg { width: 18px; height: 8px }
figure svg { display: block; width: 100%; height: auto; overflow: visible }
.key svg { display: inline-block }
svg text { fill: var(--text); font-size: 12px } svg .tick, svg .axis { fill: var(--quiet); font-size: 11px }
svg text.base { fill: var(--base-text) } svg text.tuned { fill: var(--tuned-text) }
svg path { fill: none } svg path.base { stroke: var(--base) } svg path.tuned { stroke: var(--tuned) }
.grid { stroke: var(--line); stroke-width: 1 } .zero { stroke: var(--strong); stroke-width: 1 }
.dots { stroke-width: 4; stroke-linecap: round; stroke-opacity: 0.45 }
.key .dots { stroke-width: 6; stroke-opacity: 1; stroke-dasharray: 0 16; stroke-dashoffset: -8 }
.dots.fine { stroke-width: 2.5; stroke-opacity: 0.5 }
.dots.hollow { stroke: var(--strong) }
.key .dots.fine { stroke-width: 2.5; stroke-opacity: 0.5 }
.dots.hollow { stroke-opacity: 0.4 }
.box { stroke-width: 1.25 } .median { stroke-width: 3 }
.slopes { stroke: var(--quiet); stroke-width: 1 } .mean { stroke: var(--ink); stroke-width: 2.5 }
.curve { stroke-width: 2 } .dashed { stroke-dasharray: 4 3 } .diagonal { stroke: var(--strong); stroke-dasharray: 2 3 }
.level { stroke: var(--ink); stroke-width: 1.5 } .level-1 { stroke-dasharray: 5 3 } .level-2 { stroke-dasharray: 1.5 3 }
.level-mark { stroke: var(--ink); stroke-width: 1.25; stroke-dasharray: none; fill: var(--page) } .level-mark.found { fill: var(--ink) }
footer { margin-top: 64px; padding-top: 12px; border-top: 1px solid var(--line); color: var(--quiet) }
@media (max-width: 640px) { .verdicts li { grid-template-columns: 1fr auto; } .verdicts .said { grid-column: 1 / -1 } dl { grid-template-columns: 1fr; gap: 0 } dd { margin-bottom: 8px } }
@media print { :root { --page: #fff } main { max-width: none; padding: 0 } h2, h3, caption { break-after: avoid } figure, tr, .warning, .verdicts li { break-inside: avoid } .wide { overflow: visible } body { font-size: 11px; line-height: 16px } table { font-size: 10px } thead small { font-size: 9px } th, td { padding: 3px 0 3px 8px } th[scope=row].text { min-width: 5em } @page { margin: 16mm 14mm } }
`)
