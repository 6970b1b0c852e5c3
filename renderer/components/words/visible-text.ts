/**
 * Text of untrusted files made safe to read: characters that hide or reorder text are spelled out.
 */

// C0 and C1 controls but tab and newline, bidi controls, zero-width characters, the byte order mark.
const hidden =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g

/** The text with every hidden character as `\u{200B}`. */
export function visibleText(text: string): string {
  return text.replace(hidden, (character) => {
    const code = character.codePointAt(0) ?? 0
    return `\\u{${code.toString(16).toUpperCase().padStart(4, '0')}}`
  })
}

/** The same on one line: line ends and tabs become spaces. */
export function visibleLine(text: string): string {
  return visibleText(text.replace(/[\t\r\n]+/g, ' '))
}
