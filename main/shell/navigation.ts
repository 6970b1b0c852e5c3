import { app } from 'electron'
import type { App, WebContents } from 'electron'

/** Denies navigation, redirects, webviews and new windows for every page that will ever exist (SEC-05). */
export function denyNavigation(target: Pick<App, 'on'> = app): void {
  target.on('web-contents-created', (_event, contents) => lockContents(contents))
}

/** What `denyNavigation` does to one page. */
export function lockContents(contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>): void {
  const deny = (event: { preventDefault(): void }): void => event.preventDefault()
  contents.on('will-navigate', deny)
  contents.on('will-frame-navigate', deny)
  contents.on('will-redirect', deny)
  contents.on('will-attach-webview', deny)
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
