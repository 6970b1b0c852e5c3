import { join } from 'node:path'

/** Where `npm run package` leaves the program on this platform. */
export function packagedExecutable(root: string): string {
  const arm = process.arch === 'arm64' ? '-arm64' : ''
  switch (process.platform) {
    case 'darwin':
      return join(root, `dist/mac${arm}/Shiftlens.app/Contents/MacOS/Shiftlens`)
    case 'win32':
      return join(root, `dist/win${arm}-unpacked/Shiftlens.exe`)
    default:
      return join(root, `dist/linux${arm}-unpacked/shiftlens`)
  }
}
