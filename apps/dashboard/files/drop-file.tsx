import { DropZone, Panel } from '@lianhu/ui';
import { Alert, Checkbox } from 'antd';
import { useState, type ReactNode } from 'react';
import { explainLine } from '../api/problem';
import { files } from './files-client';

/** Largest file, as the edge has it. Unit: bytes. */
const MAX_BYTES = 200 * 1024 * 1024;

/** Takes a table that is dropped or chosen, and tells the job that it has become. */
export function DropFile({ department, onJob }: { readonly department: string; readonly onJob: (id: string) => void }): ReactNode {
  const [busy, setBusy] = useState(false);
  const [baseline, setBaseline] = useState(false);
  const [fault, setFault] = useState<string>();
  const send = (file: File): void => {
    setFault(undefined);
    if (file.size > MAX_BYTES) return setFault('文件超过 200 MB，请分开报送');
    setBusy(true);
    files
      .send(department, file, baseline)
      .then(
        ({ job }) => onJob(job),
        (problem: unknown) => setFault(explainLine(problem)),
      )
      .finally(() => setBusy(false));
  };
  return (
    <Panel title="导入表格" testId="import">
      <DropZone
        title="把本部门的表格拖到这里，或点击选择"
        hint="Excel（.xlsx）、CSV、JSON、XML；同一文件重复导入不会重复入库"
        working="正在上传…"
        busy={busy}
        accept=".xlsx,.csv,.txt,.json,.ndjson,.xml"
        label="表格文件"
        testId="import-file"
        onFile={send}
      />
      <Checkbox checked={baseline} onChange={(event) => setBaseline(event.target.checked)} data-testid="baseline">
        补录：系统启用前已有的名册，入库但不触发预警
      </Checkbox>
      {fault === undefined ? null : <Alert type="error" showIcon title="未能导入" description={fault} />}
    </Panel>
  );
}
