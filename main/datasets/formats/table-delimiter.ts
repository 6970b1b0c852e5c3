const delimiters = ['\t', ',', ';'] as const
export type Delimiter = (typeof delimiters)[number]

/**
 * What parts the columns of a table: what its header has most of, outside quotes; a tab before others,
 * since names rarely hold one. One column alone goes by the extension.
 */
export function tableDelimiter(text: string, extension: string): Delimiter {
  const header = headerOf(text)
  const count = (delimiter: Delimiter) => header.split(delimiter).length
  const most = delimiters.reduce((best, next) => (count(next) > count(best) ? next : best))
  if (count(most) > 1) return most
  return extension === '.tsv' || extension === '.tab' ? '\t' : ','
}

/** The first record without what stands in quotes. */
function headerOf(text: string): string {
  const bare = text.replace(/"(?:[^"]|"")*(?:"|$)/g, '')
  return bare.split(/\r?\n/, 1)[0] ?? ''
}
