import { ACCENT, ChartSlot, count, Nothing, PageHead, Panel, quarterName } from '@lianhu/ui';
import { Segmented, Select } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { boards } from '../api/audit-client';
import type { BoardEntry, CountBoard } from '../api/report-types';
import { BoardTable } from '../quarter/board-table';
import { CellDrawer } from '../quarter/cell-drawer';
import type { Shown } from '../quarter/indicator-table';
import { isShare, unitTitle } from '../quarter/report-rows';
import { columnOption } from '../shell/bar-option';
import { Loaded, UpdatingNote, useView } from '../shell/loaded';
import { setQuery, usePlace } from '../shell/router';
import { quarterStateTitle } from '../words/titles';

/** The first figure that divides by place, drawn. Suppressed places have no bar and are said to have none. */
function Chart({ board }: { readonly board: CountBoard }): ReactNode {
  const places = board.rows.filter(({ place }) => place !== undefined);
  const column = board.columns.find(({ key, measure }) => !isShare(measure.unit) && places.some(({ cells }) => (cells[key]?.value ?? 0) > 0));
  const option = useMemo(
    () =>
      columnOption(
        places.map(({ name }) => name),
        [{ name: column?.measure.title ?? '', color: ACCENT, values: places.map(({ cells }) => cells[column?.key ?? '']?.value ?? 0) }],
      ),
    [places, column],
  );
  if (column === undefined) return null;
  const words = places.map(({ name, cells }) => `${name} ${cells[column.key]?.suppressed === true ? '不显示' : count(cells[column.key]?.value)}`);
  return (
    <Panel title={column.measure.title} extra={`${unitTitle(column.measure.unit)}；不显示的数量没有柱`}>
      <ChartSlot option={option} height={220} label={`${column.measure.title}：${words.join('，')}`} />
    </Panel>
  );
}

/** What a board's rows are, in words. */
const ROWS: Readonly<Record<string, string>> = { town: '乡镇', department: '部门', sector: '行业' };

function Body({ board, reload }: { readonly board: CountBoard; readonly reload: () => void }): ReactNode {
  const { query } = usePlace();
  const [shown, setShown] = useState<{ readonly of: Shown; readonly place: string }>();
  const rows = ROWS[board.by] ?? '';
  const places = board.rows.flatMap(({ place, name }) => (place === undefined ? [] : [{ value: place, label: name }]));
  const place = places.find(({ value }) => value === query.get('place'))?.value;
  return (
    <>
      <div className="board-filters">
        <Select
          aria-label="季度"
          className="quarter-picker"
          value={board.quarter}
          onChange={(quarter: string) => setQuery({ quarter })}
          data-testid="board-quarter"
          options={board.quarters.map(({ quarter, state }) => ({ value: quarter, label: `${quarterName(quarter)}（${quarterStateTitle(state)}）` }))}
        />
        {places.length === 0 ? null : (
          <Select
            aria-label={rows}
            className="quarter-picker"
            allowClear
            placeholder={`全部${rows}`}
            value={place}
            onChange={(next: string | undefined) => setQuery({ place: next })}
            data-testid="board-place"
            options={places}
          />
        )}
      </div>
      <UpdatingNote updating={board.updating} reload={reload} />
      {board.empty ? <Nothing text="这个季度没有发生这些事项" /> : null}
      <Panel title={board.title} extra={`日志序号 ${count(board.position)}；点数字看口径、上季、去年同期与来源事件`}>
        <BoardTable board={board} place={place} onCell={(of, at) => setShown({ of, place: at })} />
      </Panel>
      {board.note === undefined ? null : (
        <p className="quiet" data-testid="board-note">
          说明：{board.note}
        </p>
      )}
      <Chart board={board} />
      {shown === undefined ? null : <CellDrawer quarter={board.quarter} shown={shown.of} place={shown.place} onClose={() => setShown(undefined)} />}
    </>
  );
}

function One({ entry }: { readonly entry: BoardEntry }): ReactNode {
  const { query } = usePlace();
  const quarter = query.get('quarter') ?? undefined;
  const remote = useView(`board ${entry.board} ${quarter ?? ''}`, (signal) => boards.one(entry.board, quarter, signal), ['quarterly', 'reports']);
  return (
    <Loaded remote={remote} lines={8}>
      {(board) => <Body board={board} reload={remote.reload} />}
    </Loaded>
  );
}

/** 专题看板: one page for every count board that the reader may see, made from the board's own declaration. */
export default function BoardsPage(): ReactNode {
  const { query } = usePlace();
  const remote = useView('boards', (signal) => boards.list(signal));
  return (
    <div data-testid="page-boards">
      <PageHead title="专题看板" />
      <Loaded remote={remote} lines={8}>
        {(entries) => {
          const chosen = entries.find(({ board }) => board === query.get('board')) ?? entries[0];
          if (chosen === undefined) return <Nothing text="您的岗位没有专题看板" />;
          return (
            <>
              <Segmented
                className="board-tabs"
                value={chosen.board}
                onChange={(board) => setQuery({ board: String(board) })}
                options={entries.map(({ board, title }) => ({ value: board, label: title }))}
                data-testid="board-tabs"
              />
              <One key={chosen.board} entry={chosen} />
            </>
          );
        }}
      </Loaded>
    </div>
  );
}
