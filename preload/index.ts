import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { createBridge } from './bridge.ts'
import { calls, eventNames } from './contract.ts'
import { droppedPath } from './dropped-path.ts'

contextBridge.exposeInMainWorld(
  'shiftlens',
  createBridge(
    {
      invoke: (channel, request) => ipcRenderer.invoke(channel, request),
      listen: (channel, listener) => {
        // The event object stays here: it would hand the page a reference to the sender.
        const pass = (_event: unknown, payload: unknown): void => listener(payload)
        ipcRenderer.on(channel, pass)
        return () => void ipcRenderer.off(channel, pass)
      },
      pathOf: (file) => droppedPath(file, webUtils)
    },
    Object.keys(calls),
    eventNames
  )
)
