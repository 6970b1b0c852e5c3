// Characters that XML 1.0 cannot hold at all.
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/** Text as it may stand in an SVG, in content and in attributes. */
export function escapeXml(text: string): string {
  return text
    .replace(unwritable, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;')
}

export type Attributes = Readonly<Record<string, string | number>>

/** One element; numbers are written with at most two decimals. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes)
    .map(
      ([key, value]) => ` ${key}="${typeof value === 'number' ? short(value) : escapeXml(value)}"`
    )
    .join('')
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`
}

export function textElement(attributes: Attributes, text: string): string {
  return element('text', attributes, escapeXml(text))
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100)
}
