/** What newer Electrons offer; older ones put the path on the file itself. */
interface PathReader {
  getPathForFile(file: File): string
}

/**
 * The path of a file that the user dropped; null for one that a page has made itself, which has none.
 * Anything but a real `File` counts as made by the page.
 */
export function droppedPath(file: unknown, reader: PathReader | undefined): string | null {
  if (!(file instanceof File)) return null
  const path: unknown =
    reader === undefined ? Reflect.get(file, 'path') : reader.getPathForFile(file)
  return typeof path === 'string' && path !== '' ? path : null
}
