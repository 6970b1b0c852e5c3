/** Posts `{}` to the endpoint named on the command line and writes the answer's body. */
import { openConnection } from '../../../../../main/analyses/labels/llm/connection.ts'

const connection = openConnection({ url: process.argv[2] ?? '', key: null, timeoutMs: 5_000 })
const end = await connection.post('/chat/completions', '{}', new AbortController().signal)
process.stdout.write(end.kind === 'reply' ? end.body : end.detail)
