import { Button, Radio, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { NO_CHILD, readNumber, type EnteredChild, type Entry } from './entry';
import { FieldInput } from './field-input';
import { FindChild } from './find-child';
import { partOf, type FormField, type TypeDocument, type Values } from './form-model';

/** What everybody fills in; the rest of the identity block opens on demand. */
const FIRST = ['docType', 'docNo', 'name', 'sex', 'birthDate'];
/** Most guardians of one child. Unit: persons. Source: the identity block. */
const MAX_GUARDIANS = 6;

interface Props {
  readonly document: TypeDocument;
  readonly entry: Entry;
  readonly faults: ReadonlyMap<string, string>;
  readonly towns: readonly { readonly value: string; readonly label: string }[];
  readonly homes: readonly { readonly value: string; readonly label: string }[];
  /** Whether this role sees names, so that it can look for a child. */
  readonly finds: boolean;
  readonly onChange: (change: Pick<Entry, 'child'> | Pick<Entry, 'town'>) => void;
}

/** The child that the event is about: found among those the reader may see, or entered. */
export function ChildPart(props: Props): ReactNode {
  const { entry, finds, faults, homes, onChange } = props;
  const [mode, setMode] = useState<'find' | 'new'>(finds && entry.child.kind === 'known' ? 'find' : 'new');
  const choose = (next: 'find' | 'new'): void => {
    setMode(next);
    if (next === 'new' && entry.child.kind === 'known') onChange({ child: NO_CHILD });
  };
  return (
    <section className="ui-panel" data-testid="child-part">
      <div className="ui-panel-head">
        <h2>未成年人</h2>
        {finds ? (
          <Radio.Group
            optionType="button"
            size="small"
            value={mode}
            onChange={(event) => choose(event.target.value === 'find' ? 'find' : 'new')}
            options={[
              { value: 'new', label: '填写身份信息' },
              { value: 'find', label: '查找已有' },
            ]}
          />
        ) : null}
      </div>
      {faults.has('/subject') ? <p className="entry-fault">{faults.get('/subject')}</p> : null}
      {mode === 'find' ? (
        <FindChild child={entry.child} none="可见范围内没有找到，请改为填写身份信息。" onFound={(child) => onChange({ child })} />
      ) : null}
      {entry.child.kind === 'new' && mode === 'new' ? (
        <>
          <Identity {...props} child={entry.child} />
          <div className="entry-field" data-testid="field-town">
            <label htmlFor="field-town">居住地（乡镇、村）</label>
            <Select
              id="field-town"
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              aria-label="居住地（乡镇、村）"
              placeholder="不清楚可只选乡镇或不选"
              options={[...homes]}
              value={entry.town}
              onChange={(town) => onChange({ town })}
            />
          </div>
        </>
      ) : null}
    </section>
  );
}

function Identity({ document, child, faults, towns, onChange }: Props & { readonly child: EnteredChild & { kind: 'new' } }): ReactNode {
  const [all, setAll] = useState(false);
  const form = partOf(document, 'MinorIdentity');
  const guardianForm = partOf(document, 'Guardian');
  const set = (name: string, value: Values[string]): void => {
    const filled = name === 'docNo' && child.identity['docType'] === '01' ? readNumber(String(value ?? '')) : {};
    onChange({ child: { ...child, identity: { ...child.identity, [name]: value, ...filled } } });
  };
  const setGuardian = (index: number, name: string, value: Values[string]): void =>
    onChange({ child: { ...child, guardians: child.guardians.map((one, at) => (at === index ? { ...one, [name]: value } : one)) } });
  const noPaper = child.identity['docType'] === '99';
  const shown = form.filter(({ name }) => (all || FIRST.includes(name)) && !(noPaper && name === 'docNo'));
  const input = (
    field: FormField,
    values: Values,
    base: string,
    prefix: string,
    change: (name: string, value: Values[string]) => void,
  ): ReactNode => (
    <FieldInput
      key={`${prefix}${field.name}`}
      field={field.name === 'docNo' && !noPaper && prefix === 'minor-' ? { ...field, required: true } : field}
      prefix={prefix}
      towns={towns}
      value={values[field.name]}
      fault={faults.get(`${base}/${field.name}`)}
      onChange={(value) => change(field.name, value)}
    />
  );
  return (
    <>
      <div className="entry-grid">{shown.map((field) => input(field, child.identity, '/data/minor', 'minor-', set))}</div>
      {child.guardians.map((guardian, index) => (
        <fieldset key={index} className="entry-guardian">
          <legend>监护人 {index + 1}</legend>
          <div className="entry-grid">
            {guardianForm.map((field) =>
              input(field, guardian, `/data/minor/guardians/${index}`, `guardian-${index}-`, (name, value) => setGuardian(index, name, value)),
            )}
          </div>
        </fieldset>
      ))}
      <p className="entry-more">
        {child.guardians.length < MAX_GUARDIANS ? (
          <Button size="small" onClick={() => onChange({ child: { ...child, guardians: [...child.guardians, {}] } })}>
            添加监护人
          </Button>
        ) : null}
        {all ? null : (
          <Button size="small" type="link" onClick={() => setAll(true)}>
            更多身份信息
          </Button>
        )}
      </p>
    </>
  );
}
