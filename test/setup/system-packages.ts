/** Debian packages that a window under a virtual display needs, and how to see that they are there. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

interface SystemPackage {
  readonly name: string
  /** A file of it, or the name of a shared library. */
  readonly file?: string
  readonly library?: string
}

const packages: readonly SystemPackage[] = [
  { name: 'xvfb', file: '/usr/bin/Xvfb' },
  { name: 'libnss3', library: 'libnss3.so' },
  { name: 'libgtk-3-0', library: 'libgtk-3.so.0' },
  { name: 'libasound2', library: 'libasound.so.2' },
  { name: 'libgbm1', library: 'libgbm.so.1' },
  { name: 'libvulkan1', library: 'libvulkan.so.1' },
  // Its SwiftShader is the software device on which webgpu is tried.
  { name: 'chromium', file: '/usr/lib/chromium/vk_swiftshader_icd.json' },
  { name: 'fonts-dejavu-core', file: '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf' }
]

/** The SwiftShader of Debian's chromium: a Vulkan device made of software. */
export const swiftShaderIcd = '/usr/lib/chromium/vk_swiftshader_icd.json'

export function missingPackages(): readonly string[] {
  if (process.platform !== 'linux') return []
  const libraries = listLibraries()
  return packages
    .filter(({ file, library }) =>
      file === undefined ? !libraries.includes(`${library} `) : !existsSync(file)
    )
    .map(({ name }) => name)
}

/**
 * Installs what is missing where this may be done (root, apt-get).
 * @returns what is still missing
 */
export function installMissingPackages(): readonly string[] {
  const missing = missingPackages()
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (missing.length === 0 || !mayInstall) return missing
  console.log(`installing system packages: ${missing.join(' ')}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args: readonly string[]): void => {
    // Its own words matter only when it fails.
    const { status, stdout, stderr } = spawnSync('apt-get', [...args], { env, encoding: 'utf8' })
    if (status !== 0) console.error(`apt-get ${args[0]}: status ${status}\n${stdout}${stderr}`)
  }
  apt('update', '-qq')
  apt('install', '-y', '-qq', '--no-install-recommends', ...missing)
  return missingPackages()
}

function listLibraries(): string {
  for (const program of ['/usr/sbin/ldconfig', '/sbin/ldconfig']) {
    if (existsSync(program)) return execFileSync(program, ['-p'], { encoding: 'utf8' })
  }
  return ''
}
