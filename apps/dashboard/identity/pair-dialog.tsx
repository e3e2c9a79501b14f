import { FormError } from '@lianhu/ui';
import { Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import { identityDesk } from '../api/identity-client';
import { explainLine } from '../api/problem';
import { NO_CHILD, type EnteredChild } from '../forms/entry';
import { FindChild } from '../forms/find-child';

const TITLES = ['第一份档案', '第二份档案'] as const;

interface Props {
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** 指定核对: two files that no score has brought together, such as a foundling's, or one that got an event of the other by mistake. */
export function PairDialog({ onDone, onCancel }: Props): ReactNode {
  const [chosen, setChosen] = useState<readonly EnteredChild[]>([NO_CHILD, NO_CHILD]);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const refs = chosen.flatMap((child) => (child.kind === 'known' ? [child.ref] : []));
  const open = (): void => {
    setBusy(true);
    setError(undefined);
    identityDesk
      .pair(refs)
      .then(onDone, (problem: unknown) => setError(explainLine(problem)))
      .finally(() => setBusy(false));
  };
  return (
    <Modal
      open
      title="指定两份档案核对"
      okText="并排比对"
      cancelText="取消"
      onOk={open}
      onCancel={onCancel}
      confirmLoading={busy}
      okButtonProps={{ 'data-testid': 'pair-ok', disabled: refs.length !== 2 }}
    >
      <p className="quiet" data-testid="pair-dialog">
        用于系统没有提示的两份档案：合并同一名孩子的档案，或把报送时选错人的事件移到正确的档案。
      </p>
      {TITLES.map((title, at) => (
        <section key={title} data-testid={`pair-${at}`}>
          <h3>{title}</h3>
          <FindChild
            child={chosen[at] ?? NO_CHILD}
            none="可见范围内没有找到。"
            onFound={(child) => setChosen(chosen.map((one, index) => (index === at ? child : one)))}
          />
        </section>
      ))}
      <FormError error={error} />
    </Modal>
  );
}
