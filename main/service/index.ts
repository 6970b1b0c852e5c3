import { runService } from './run-service.ts'

void runService(process.argv.slice(2))
