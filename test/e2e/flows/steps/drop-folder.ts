import type { Locator, Page } from 'playwright-core'

/** Drops a real file or folder as the system would, through the debugger: its `File` has a path. */
export async function dropFolder(page: Page, path: string, target: Locator): Promise<void> {
  const box = (await target.boundingBox())!
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [path], dragOperationsMask: 1 }
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2, data }
  await session.send('Input.dispatchDragEvent', { type: 'dragEnter', ...at })
  await session.send('Input.dispatchDragEvent', { type: 'dragOver', ...at })
  await session.send('Input.dispatchDragEvent', { type: 'drop', ...at })
  await session.detach()
}
