/** The one origin of the window: `app://shiftlens`. Everything else is foreign. */
export const appScheme = 'app'
export const appHost = 'shiftlens'
export const appOrigin = `${appScheme}://${appHost}`
export const startPage = `${appOrigin}/index.html`

/** Whether a URL belongs to the window's own origin. `URL.origin` is "null" for custom schemes in Node. */
export function isOwnUrl(url: string): boolean {
  try {
    const { protocol, host, username, password } = new URL(url)
    return protocol === `${appScheme}:` && host === appHost && username === '' && password === ''
  } catch {
    return false
  }
}
