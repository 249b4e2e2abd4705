/** Test support: the real parsers. Where there are none, tests say so aloud, and fail in CI. */
import { ensureDefault, listToolchains, type Toolchain } from './index.ts';

/** The parsers at hand, among them one that is new enough for the shipped profile; none only outside of CI. */
export async function parsersForTests(): Promise<Toolchain[]> {
  try {
    await ensureDefault();
  } catch (error) {
    if (process.env.CI) throw error;
    console.warn(`NOT TESTED against the real apparmor_parser: ${(error as Error).message}`);
  }
  return listToolchains();
}
