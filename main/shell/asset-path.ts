import { extname, join, sep } from 'node:path'
import { isOwnUrl } from './origin.ts'

/** What a built window consists of; anything else is not served. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2'
}

export interface Asset {
  readonly file: string
  readonly contentType: string
}

/**
 * The file under `root` that an `app://` URL names, or null: 404. The path is decoded once and must
 * then consist of plain names, so nothing is left for the file system to interpret.
 */
export function assetOf(url: string, root: string): Asset | null {
  if (!isOwnUrl(url)) return null
  // From the text, not from `URL.pathname`: that has resolved dot segments already.
  const rawPath = /^app:\/\/[^/?#]*(\/[^?#]*)/i.exec(url)?.[1]
  if (rawPath === undefined) return null
  let path: string
  try {
    path = decodeURIComponent(rawPath)
  } catch {
    return null
  }
  const names = path.slice(1).split('/')
  if (!names.every((name) => /^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/.test(name))) return null
  const contentType = contentTypes[extname(path)]
  if (contentType === undefined) return null
  const file = join(root, ...names)
  return file.startsWith(root.endsWith(sep) ? root : root + sep) ? { file, contentType } : null
}
