import { Spin } from 'antd';
import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { Icon } from './icon';

/** What a drop zone says and takes. */
export interface DropZoneProps {
  /** What to do, in words that name the file. */
  readonly title: string;
  readonly hint: string;
  /** What stands there while a file is being taken. */
  readonly working: string;
  readonly busy: boolean;
  /** As the attribute `accept` of an input has it. */
  readonly accept: string;
  /** Of the hidden input, for screen readers and tests. */
  readonly label: string;
  readonly testId: string;
  readonly onFile: (file: File) => void;
}

/** Takes one file that is dropped or chosen. */
export function DropZone({ title, hint, working, busy, accept, label, testId, onFile }: DropZoneProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (file: File | undefined): void => {
    if (file !== undefined && !busy) onFile(file);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    <>
      <button
        type="button"
        className={`drop ${over ? 'drop-over' : ''}`}
        disabled={busy}
        onClick={() => input.current?.click()}
        onDrop={drop}
        onDragLeave={() => setOver(false)}
        onDragOver={(event) => (event.preventDefault(), setOver(true))}
      >
        {busy ? <Spin /> : <Icon name="upload" size={26} />}
        <b>{busy ? working : title}</b>
        <span>{hint}</span>
      </button>
      <input
        ref={input}
        type="file"
        accept={accept}
        className="sr-only"
        aria-label={label}
        tabIndex={-1}
        data-testid={testId}
        onChange={(event) => (take(event.target.files?.[0]), (event.target.value = ''))}
      />
    </>
  );
}
