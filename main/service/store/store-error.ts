import { basename } from 'node:path'
import { AppError } from '../../errors.ts'

/** SQLite's primary codes that say something about the file or the disk and not about our queries. */
const environmental: Readonly<Record<string, { found: string; hint: string }>> = {
  SQLITE_BUSY: {
    found: 'another program holds it',
    hint: 'Close the other program and try again.'
  },
  SQLITE_LOCKED: {
    found: 'another program holds it',
    hint: 'Close the other program and try again.'
  },
  SQLITE_CORRUPT: {
    found: 'its content is damaged',
    hint: 'Move the library folder away, start afresh and import exported results, or put the newest file of its "backups" folder in place.'
  },
  SQLITE_NOTADB: {
    found: 'it is not a database',
    hint: 'Move the file away, or put the newest file of the "backups" folder in place.'
  },
  SQLITE_CANTOPEN: {
    found: 'it cannot be opened',
    hint: 'Check that the folder exists and that you may write to it.'
  },
  SQLITE_READONLY: {
    found: 'it may not be written',
    hint: 'Check the permissions of the library folder.'
  },
  SQLITE_PERM: {
    found: 'it may not be accessed',
    hint: 'Check the permissions of the library folder.'
  },
  SQLITE_IOERR: {
    found: 'the disk reported an error',
    hint: 'Check the disk, then try again.'
  }
}

const fileErrors: Readonly<Record<string, string>> = {
  EACCES: 'access is denied',
  EPERM: 'access is denied',
  EROFS: 'the file system is read-only',
  EIO: 'the disk reported an error',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ENOENT: 'it is missing',
  ENOTDIR: 'its folder is a file',
  EEXIST: 'its folder is a file',
  EISDIR: 'it is a folder'
}

/**
 * What was thrown by SQLite or the file system as an AppError: `store/full` or `store/unavailable`.
 * Anything else is a bug and returned as it is.
 */
export function storeError(thrown: unknown, file: string): unknown {
  if (thrown instanceof AppError || !(thrown instanceof Error)) return thrown
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : ''
  const name = basename(file)
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError('store/full', `the disk that holds the library (${name}) is full`, {
      file,
      hint: 'Free some space, then resume: everything that was stored before is kept.',
      cause: thrown
    })
  }
  const primary = code.split('_').slice(0, 2).join('_')
  const known = Object.hasOwn(environmental, primary) ? environmental[primary] : undefined
  if (known !== undefined) {
    return unavailable(`library ${name}: ${known.found} (${code})`, file, known.hint, thrown)
  }
  const found = Object.hasOwn(fileErrors, code) ? fileErrors[code] : undefined
  if (found !== undefined) {
    const hint = 'Check the permissions of the library folder and the disk.'
    return unavailable(`library ${name}: ${found} (${code})`, file, hint, thrown)
  }
  return thrown
}

/** The error for a store that cannot be used now. */
export function unavailable(
  message: string,
  file: string,
  hint: string,
  cause?: unknown
): AppError {
  return new AppError('store/unavailable', message, {
    file,
    hint,
    ...(cause !== undefined && { cause })
  })
}

/** Runs `work` with errors of SQLite and the file system turned into AppErrors about `file`. */
export function withStoreErrors<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (thrown) {
    throw storeError(thrown, file)
  }
}
