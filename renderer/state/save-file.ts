import { call, reportOf } from '../api.ts'
import { visibleLine } from '../components/words/visible-text.ts'
import type { PictureSvg } from '../pictures/svg-document.ts'
import { svgToPng } from '../pictures/svg-to-png.ts'
import type { Toasts } from './toasts.svelte.ts'

export type FileFormat = 'png' | 'svg' | 'csv' | 'json'

/** What a file will hold; made only when it is asked for. */
export type FileContent = { readonly picture: PictureSvg } | { readonly text: string }

/** Asks where to, writes, and says so; what goes wrong is said too. */
export async function saveFile(
  toasts: Toasts,
  suggestedName: string,
  format: FileFormat,
  make: () => FileContent
): Promise<void> {
  try {
    const bytes = await bytesOf(format, make())
    const saved = await call('picture/save', { suggestedName, format, bytes })
    if (saved) toasts.show(`Saved as ${visibleLine(saved.fileName)}`)
  } catch (thrown) {
    toasts.show(reportOf(thrown).message)
  }
}

async function bytesOf(format: FileFormat, content: FileContent): Promise<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder()
  if ('picture' in content) {
    if (format === 'svg') return encoder.encode(content.picture.svg)
    return new Uint8Array(await (await svgToPng(content.picture)).arrayBuffer())
  }
  // The mark makes spreadsheets read it as UTF-8.
  return encoder.encode(format === 'csv' ? `\ufeff${content.text}` : content.text)
}

/** Words as they may stand in a file's name. */
export function fileName(...words: readonly string[]): string {
  return words
    .flatMap((text) =>
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, '-')
        .split('-')
    )
    .filter(Boolean)
    .join('-')
    .slice(0, 80)
}
