import type { ElectronApplication } from 'playwright-core'

/** From now on every save dialog answers with this path; null: the user closes it. */
export async function answerSave(app: ElectronApplication, path: string | null): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    const answer = filePath === null ? { canceled: true } : { canceled: false, filePath }
    Reflect.set(dialog, 'showSaveDialog', () => Promise.resolve(answer))
  }, path)
}

/** From now on every open dialog answers with this path. */
export async function answerOpen(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    const answer = { canceled: false, filePaths: [filePath] }
    Reflect.set(dialog, 'showOpenDialog', () => Promise.resolve(answer))
  }, path)
}
