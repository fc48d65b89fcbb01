using System.Globalization;
using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Prevention;
using Npgsql;

namespace DenialDesk.App.Prevention;

/// <summary>One reading as it was taken.</summary>
public sealed record ReadingRow(
    int Round, int Days, DateOnly ReadOn, bool Early, int BeforeDenials, int BeforeClaims, int AfterDenials, int AfterClaims, double? Change, double? Low, double? High, decimal? Avoided, int? Needs, string Verdict,
    decimal? Dollars);

/// <summary>One thing that happened to a change.</summary>
public sealed record ActionStepRow(DateTimeOffset At, string By, string Step, string From, string To, string Note);

/// <summary>A denial that shows the cause.</summary>
public sealed record EvidenceRow(long DenialId, string Account, string Carc, string Payer, DateOnly DeniedOn, decimal Denied);

/// <summary>One month of the baseline, of the target or of all its controls together.</summary>
public sealed record BaselineRow(int Block, int Denials, int Claims, int OtherDenials, int OtherClaims, bool LeftOut);

/// <summary>A change in the ledger with everything that belongs to it.</summary>
public sealed record ActionView
{
    public required int PracticeId { get; init; }

    public required long ActionId { get; init; }

    public required string Practice { get; init; }

    public required string Title { get; init; }

    public required ClusterKey Key { get; init; }

    public string? Payer { get; init; }

    public required string Step { get; init; }

    public required string Department { get; init; }

    public Guid? OwnerId { get; init; }

    public required string Owner { get; init; }

    public required string Change { get; init; }

    public required string Evidence { get; init; }

    public required string Training { get; init; }

    public required IReadOnlyList<CheckItem> Checklist { get; init; }

    public DateOnly? DueOn { get; init; }

    public required string RemindEvery { get; init; }

    public DateOnly? RemindOn { get; init; }

    public required string RemindText { get; init; }

    public DateOnly? EffectiveOn { get; init; }

    public required PreventionStatus Status { get; init; }

    public required int Round { get; init; }

    public decimal? Worth { get; init; }

    public long? AlertId { get; init; }

    public required int Version { get; init; }

    /// <summary>The desk's day.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>Readings, the newest round first, then by days.</summary>
    public IReadOnlyList<ReadingRow> Readings { get; init; } = [];

    /// <summary>What happened, the newest first.</summary>
    public IReadOnlyList<ActionStepRow> Steps { get; init; } = [];

    /// <summary>Denials that show it.</summary>
    public IReadOnlyList<EvidenceRow> Examples { get; init; } = [];

    /// <summary>The frozen baseline of the newest round, oldest month first.</summary>
    public IReadOnlyList<BaselineRow> Baseline { get; init; } = [];

    /// <summary>Denials and claims where it was made, week by week of service; empty before it is in force.</summary>
    public IReadOnlyList<EffectWeek> Weeks { get; init; } = [];

    /// <summary>The newest reading of this round as lines; null while there is none to draw.</summary>
    public EffectLines? Lines => Readings.Where(r => r.Round == Round).OrderByDescending(r => r.Days).Select(r => EffectLines.Of(
        new(r.BeforeDenials, r.BeforeClaims), new(r.AfterDenials, r.AfterClaims), (double?)r.Avoided, r.Change, r.Low, r.High, r.Days, r.Early)).FirstOrDefault(l => l is not null);

    /// <summary>What it is about, in words.</summary>
    public string About => AlertWords.Title(new(Payer, Trends.CategoryNames.Of(Key.Category), Key.Carc, Key.Provider, Key.Procedure));
}

/// <summary>Shows one change of the ledger: cause, change, baseline, readings, history.</summary>
public sealed class SeeAction(DeskSource database, TimeProvider clock)
{
    /// <summary>Which.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long ActionId { get; init; }
    }

    /// <summary>The change; null when there is none for this person.</summary>
    public async Task<ActionView?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        if (!actor.Sees(input.PracticeId)) { return null; }

        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await ActionAsync(connection, input, today, cancellation) is not { } view) { return null; }

        var examples = await RowsAsync(connection, input, Examples, r => new EvidenceRow(r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetFieldValue<DateOnly>(4), r.GetDecimal(5)), cancellation);
        if (examples.Count > 0)
        {
            await ReadLog.AppendAsync(
                database, actor, clock.GetUtcNow(), new("read.prevention_action", "denials", examples.Count.ToString(CultureInfo.InvariantCulture), input.PracticeId, [.. examples.Select(e => e.DenialId)]), cancellation);
        }

        return view with
        {
            Examples = examples,
            Weeks = view.EffectiveOn is { } effective ? await EffectCounts.WeeksAsync(connection, input.PracticeId, view.Key, effective, today, cancellation) : [],
            Readings = await RowsAsync(connection, input, Readings, Reading, cancellation),
            Steps = await RowsAsync(connection, input, Steps, r => new ActionStepRow(r.GetFieldValue<DateTimeOffset>(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5)), cancellation),
            Baseline = await RowsAsync(connection, input, Baseline, r => new BaselineRow(r.GetInt32(0), r.GetInt32(1), r.GetInt32(2), r.GetInt32(3), r.GetInt32(4), r.GetBoolean(5)), cancellation),
        };
    }

    // Each by primary key.
    private const string Action =
        """
        select s.name, t.title, t.payer_id, p.name, t.category, t.carc, t.provider, t.procedure, t.cause_step, t.department, t.owner_id, t.owner_name, t.change_text, t.evidence, t.training, t.checklist::text, t.due_on,
               t.remind_every, t.remind_on, t.remind_text, t.effective_on, t.status, t.round, t.worth, t.alert_id, t.version
        from prevention_action t join practice s on s.practice_id = t.practice_id left join payer p on p.payer_id = t.payer_id where t.practice_id = $1 and t.action_id = $2
        """;

    private const string Readings =
        """
        select round, days, read_on, early, before_denials, before_claims, after_denials, after_claims, change, low, high, avoided, needs, verdict, dollars
        from prevention_reading where practice_id = $1 and action_id = $2 order by round desc, days
        """;

    private const string Steps = "select at, actor_name, step, from_status, to_status, note from prevention_step where practice_id = $1 and action_id = $2 order by step_id desc limit 200";

    private const string Examples =
        """
        select d.denial_id, d.patient_control_number, d.lead_carc, p.name, d.denied_on, d.denied_amount from prevention_evidence e
        join denial d on d.practice_id = e.practice_id and d.denial_id = e.denial_id join payer p on p.payer_id = d.payer_id where e.practice_id = $1 and e.action_id = $2 order by d.denied_on desc, d.denial_id desc
        """;

    private const string Baseline =
        """
        select b.block, (sum(b.denials) filter (where b.series = 'target'))::int, (sum(b.claims) filter (where b.series = 'target'))::int, coalesce(sum(b.denials) filter (where b.series <> 'target'), 0)::int,
               coalesce(case when bool_or(b.series like 'payer:%') then sum(b.claims) filter (where b.series <> 'target') else max(b.claims) filter (where b.series <> 'target') end, 0)::int, bool_or(b.left_out)
        from prevention_baseline b where b.practice_id = $1 and b.action_id = $2 and b.round = (select max(round) from prevention_baseline where practice_id = $1 and action_id = $2) group by 1 order by 1
        """;

    private static async Task<ActionView?> ActionAsync(NpgsqlConnection connection, Input input, DateOnly today, CancellationToken cancellation)
        => (await RowsAsync(connection, input, Action, r =>
        {
            DateOnly? Day(int i) => r.IsDBNull(i) ? null : r.GetFieldValue<DateOnly>(i);
            return new ActionView
            {
                PracticeId = input.PracticeId,
                ActionId = input.ActionId,
                Practice = r.GetString(0),
                Title = r.GetString(1),
                Key = new(r.IsDBNull(2) ? null : r.GetInt32(2), r.GetString(4), r.GetString(5), r.GetString(6), r.GetString(7)),
                Payer = r.IsDBNull(3) ? null : r.GetString(3),
                Step = r.GetString(8),
                Department = r.GetString(9),
                OwnerId = r.IsDBNull(10) ? null : r.GetGuid(10),
                Owner = r.GetString(11),
                Change = r.GetString(12),
                Evidence = r.GetString(13),
                Training = r.GetString(14),
                Checklist = JsonSerializer.Deserialize<CheckItem[]>(r.GetString(15), HeldAction.Json)!,
                DueOn = Day(16),
                RemindEvery = r.GetString(17),
                RemindOn = Day(18),
                RemindText = r.GetString(19),
                EffectiveOn = Day(20),
                Status = CodeNames.Read<PreventionStatus>(r.GetString(21)),
                Round = r.GetInt32(22),
                Worth = r.IsDBNull(23) ? null : r.GetDecimal(23),
                AlertId = r.IsDBNull(24) ? null : r.GetInt64(24),
                Version = r.GetInt32(25),
                Today = today,
            };
        }, cancellation)) is [var view] ? view : null;

    private static ReadingRow Reading(NpgsqlDataReader r)
    {
        double? Share(int i) => r.IsDBNull(i) ? null : r.GetDouble(i);
        decimal? Number(int i) => r.IsDBNull(i) ? null : r.GetDecimal(i);
        return new(
            r.GetInt32(0), r.GetInt32(1), r.GetFieldValue<DateOnly>(2), r.GetBoolean(3), r.GetInt32(4), r.GetInt32(5), r.GetInt32(6), r.GetInt32(7), Share(8), Share(9), Share(10), Number(11),
            r.IsDBNull(12) ? null : r.GetInt32(12), r.GetString(13), Number(14));
    }

    private static async Task<List<T>> RowsAsync<T>(NpgsqlConnection connection, Input input, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = input.PracticeId }, new() { Value = input.ActionId } } };
        var found = new List<T>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add(read(r)); }

        return found;
    }
}
