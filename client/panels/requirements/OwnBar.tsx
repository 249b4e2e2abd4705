import { useRef } from 'react';
import type { Request } from '../../../shared/policy/requests.ts';
import { type Requirement, requestWords } from '../../../shared/policy/requirements.ts';
import { Button, Note } from '../../components/index.ts';
import { decisions, ownRequirements, useDecisions } from '../../store/decisions.ts';
import { useWorkbench } from '../../store/index.ts';

const firstRequest: Request = { op: 'file', path: '/etc/shadow', perms: 'r', owner: false };

/** Opens the form for a requirement of one's own, filled with a request and what the policy answers to it now. */
export function writeRequirement(request: Request = firstRequest, want: Requirement['want'] = 'deny'): void {
  const title = request === firstRequest ? '' : requestWords(request);
  decisions.setState({ draft: { title, want, reason: '', request } });
}

/** What can be done with requirements of one's own: a new one, and the file that keeps them. */
export function OwnBar() {
  const [own, onDisk, refused] = useDecisions(
    (state) => [state.own, state.ownOnDisk, state.refusedFile] as const,
  );
  const opened = useWorkbench((state) => state.opened);
  const file = useRef<HTMLInputElement>(null);
  const inWorkspace = opened.kind === 'file' && opened.inWorkspace === true;
  return (
    <>
      {refused !== undefined && <Note tone="warn">{refused}</Note>}
      <div className="row wrap ownbar" role="toolbar" aria-label="Requirements of your own">
        <Button small icon="add" onClick={() => writeRequirement()}>
          New requirement
        </Button>
        <Button small icon="open" onClick={() => file.current?.click()}>
          Read a file
        </Button>
        {own.length > 0 && (
          <Button small icon="download" onClick={() => ownRequirements.download()}>
            Download
          </Button>
        )}
        {inWorkspace && own !== onDisk && (own.length > 0 || onDisk) && (
          <Button small icon="save" onClick={() => void ownRequirements.save()}>
            Save beside the profile
          </Button>
        )}
        <input
          ref={file}
          type="file"
          accept=".json"
          hidden
          aria-label="Requirements file"
          onChange={(event) => {
            const [chosen] = event.target.files ?? [];
            event.target.value = '';
            if (chosen) void ownRequirements.read(chosen);
          }}
        />
      </div>
    </>
  );
}
