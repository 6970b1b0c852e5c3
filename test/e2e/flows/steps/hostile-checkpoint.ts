import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { copyGolden } from './copy-checkpoint.ts'

/** Tokens that would be markup, would run, would reorder or would steer a terminal. */
export const hostileTokens = [
  '<img src=x onerror="window.wasRun=1">',
  '<script>window.wasRun=2</script>',
  '\u202Egnp.exe\u2066',
  '\u001B[31m\u0007\u0000',
  '{@html alert(1)}',
  '\u200B\uFEFF\u{E0041}'
] as const

/** Folder names allow all but a slash and NUL. */
export const hostileName = '<img src=x onerror=wasRun=3>\u202Efdp'

/** A sound checkpoint whose vocabulary and folder name are hostile: unused byte tokens are renamed. */
export function hostileCheckpoint(place: string, golden: string, name = hostileName): string {
  const folder = copyGolden(golden, place, name)
  const file = join(folder, 'tokenizer.json')
  // Our own fixture: a BPE vocabulary with byte fallback.
  const tokenizer = JSON.parse(readFileSync(file, 'utf8')) as {
    added_tokens: object[]
    model: { vocab: Record<string, number> }
  }
  for (const [i, content] of hostileTokens.entries()) {
    // F8 to FD begin no character of UTF-8, so no text needs them.
    const unused = `<0x${(0xf8 + i).toString(16).toUpperCase()}>`
    const id = tokenizer.model.vocab[unused]!
    delete tokenizer.model.vocab[unused]
    tokenizer.model.vocab[content] = id
    const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false }
    tokenizer.added_tokens.push({ id, content, ...flags, special: i % 2 === 0 })
  }
  writeFileSync(file, JSON.stringify(tokenizer))
  return folder
}
