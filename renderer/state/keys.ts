/** Keyboard shortcuts as text, `Mod+Shift+P`: matched against events and spelled for the reader. */

const isMac = typeof navigator !== 'undefined' && /mac/i.test(navigator.platform)

/** The parts of a shortcut; a bare `?` is a key that needs shift on many layouts. */
function parseKeys(keys: string): { key: string; mod: boolean; shift: boolean; alt: boolean } {
  const parts = keys.split('+')
  const key = parts.at(-1) ?? ''
  return {
    key: key.toLowerCase(),
    mod: parts.includes('Mod'),
    shift: parts.includes('Shift'),
    alt: parts.includes('Alt')
  }
}

/** Whether an event is the press of a shortcut. */
export function matchesKeys(
  keys: string,
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
  mac: boolean = isMac
): boolean {
  const wanted = parseKeys(keys)
  if (event.key.toLowerCase() !== wanted.key) return false
  if ((mac ? event.metaKey : event.ctrlKey) !== wanted.mod) return false
  if ((mac ? event.ctrlKey : event.metaKey) || event.altKey !== wanted.alt) return false
  // Shift belongs to the sign itself for signs like "?".
  return /^[a-z0-9]$|^[a-z]\w+$/.test(wanted.key) ? event.shiftKey === wanted.shift : true
}

/** Whether a key without Mod should be left to what has the focus. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true
  if (target instanceof HTMLSelectElement) return true
  return target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'range'
}

/** The keys one by one as they are printed on the keyboard. */
export function spellKeys(keys: string, mac: boolean = isMac): readonly string[] {
  const names: Record<string, string> = mac ? { Mod: '⌘', Shift: '⇧', Alt: '⌥' } : { Mod: 'Ctrl' }
  return keys.split('+').map((part) => names[part] ?? part)
}
