import type { Session } from 'electron'
import { appOrigin, appScheme, isOwnUrl } from './origin.ts'

/** All that a page may ask for: putting text or a picture on the clipboard (trust.md SEC-06). */
const allowedPermissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

/** Denies every permission but the above, and that to every origin but ours. */
export function isPermitted(permission: string, requester: string): boolean {
  return allowedPermissions.has(permission) && isOwnUrl(requester)
}

/** Whether a request may leave the page at all; nothing goes to a network (SEC-12). */
export function isOwnRequest(url: string, isDevelopment: boolean): boolean {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase()
  if (scheme === appScheme) return true
  // Pictures that a page makes itself; they never leave the process.
  if (scheme === 'blob') return url.toLowerCase().startsWith(`blob:${appOrigin}`)
  if (scheme === 'data') return true
  return isDevelopment && scheme === 'devtools'
}

/** Closes a session to permissions, devices and the network. */
export function lockSession(session: Session, isDevelopment: boolean): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(isPermitted(permission, details.requestingUrl))
  })
  session.setPermissionCheckHandler((_contents, permission, origin) =>
    isPermitted(permission, origin)
  )
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isOwnRequest(details.url, isDevelopment) })
  })
}
