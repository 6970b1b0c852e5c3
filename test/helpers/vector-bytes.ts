/** Bytes of files of word vectors, by hand. */
export type Rows = readonly (readonly [word: string, vector: readonly number[]])[]

/** A line a word, shortest decimals that give the same float32 back. */
export function gloveBytes(rows: Rows): Buffer {
  return Buffer.from(rows.map(([word, vector]) => `${word} ${vector.join(' ')}\n`).join(''))
}

export function textBytes(rows: Rows): Buffer {
  return Buffer.concat([header(rows), gloveBytes(rows)])
}

/** @param end  after each row: a line feed, as word2vec writes it, or nothing, as others do */
export function binaryBytes(rows: Rows, end: '\n' | '' = '\n'): Buffer {
  const parts = rows.map(([word, vector]) =>
    Buffer.concat([
      Buffer.from(`${word} `),
      Buffer.from(Float32Array.from(vector).buffer),
      Buffer.from(end)
    ])
  )
  return Buffer.concat([header(rows), ...parts])
}

function header(rows: Rows): Buffer {
  return Buffer.from(`${rows.length} ${rows[0]?.[1].length ?? 0}\n`)
}
