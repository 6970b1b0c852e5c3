import { readFile, realpath } from 'node:fs/promises'
import { sep } from 'node:path'
import { protocol } from 'electron'
import { assetOf } from './shell/asset-path.ts'
import { responseHeaders } from './shell/content-policy.ts'
import { appScheme } from './shell/origin.ts'

/** Before the app is ready: `app:` is standard and secure, and nothing more (trust.md SEC-04). */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true } }
  ])
}

/** Serves the built window from `root`, read-only; anything unknown is 404. */
export function serveWindow(root: string): void {
  protocol.handle(appScheme, (request) => answer(request.method, request.url, root))
}

/** One answer of the protocol; links out of `root` count as unknown. */
export async function answer(method: string, url: string, root: string): Promise<Response> {
  const asset = method === 'GET' ? assetOf(url, root) : null
  if (asset === null) return notFound()
  try {
    const [realRoot, realFile] = await Promise.all([realpath(root), realpath(asset.file)])
    if (!realFile.startsWith(realRoot + sep)) return notFound()
    const bytes = await readFile(realFile)
    return new Response(new Uint8Array(bytes), {
      headers: { ...responseHeaders, 'Content-Type': asset.contentType }
    })
  } catch {
    // Missing or not a regular file: the page learns no more than that.
    return notFound()
  }
}

function notFound(): Response {
  return new Response('not found', {
    status: 404,
    headers: { ...responseHeaders, 'Content-Type': 'text/plain; charset=utf-8' }
  })
}
