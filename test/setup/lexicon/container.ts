/** Writes the lexicon's file; main/analyses/labels/lexical/lexicon-file.ts has its layout. */
import { brotliCompressSync, constants } from 'node:zlib'
import { lexiconMagic } from '../../../main/analyses/labels/lexical/lexicon-file.ts'
import type { SectionPlace } from '../../../main/analyses/labels/lexical/lexicon-file.ts'

/** Text sections are compressed, bytes are kept as they are. */
export function packSections(sections: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const places: Record<string, SectionPlace> = {}
  const parts: Uint8Array[] = []
  let offset = 0
  for (const [name, content] of Object.entries(sections)) {
    const isText = typeof content === 'string'
    const bytes = isText ? compress(content) : content
    places[name] = { offset, length: bytes.length, isText }
    parts.push(bytes)
    offset += bytes.length
  }
  const header = Buffer.from(JSON.stringify(places))
  const start = Buffer.alloc(lexiconMagic.length + 4)
  start.write(lexiconMagic, 'latin1')
  start.writeUInt32LE(header.length, lexiconMagic.length)
  return Buffer.concat([start, header, ...parts])
}

function compress(text: string): Buffer {
  return brotliCompressSync(text, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 }
  })
}
