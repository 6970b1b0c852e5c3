import { displayText } from '../../preload/token-display.ts'

/** Text of our own that holds untrusted parts: its line breaks stay, all else that is hidden shows. */
export function escapeLines(text: string): string {
  return text.split('\n').map(displayText).join('\n')
}
