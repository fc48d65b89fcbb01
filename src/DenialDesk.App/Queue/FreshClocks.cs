using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.Domain.Codes;

namespace DenialDesk.App.Queue;

/// <summary>
/// New clocks of a practice's denials on their way into the rows together with the new ranks: every index of the queue follows a rewritten row, so a
/// hundred thousand rows are rewritten once, not twice.
/// </summary>
internal sealed class FreshClocks
{
    private const string RankColumns = "denial_id, lane, score, rank_key, parts";
    private const string ClockColumns = "action, due, safe, rule, rule_version, assumed, conflict, sentence";

    private readonly Dictionary<long, StoredClock> _clocks;

    public FreshClocks(IReadOnlyCollection<(ClockedDenial Denial, StoredClock Clock)> changes) => _clocks = changes.ToDictionary(c => c.Denial.DenialId, c => c.Clock);

    /// <summary>No clock changes.</summary>
    public static FreshClocks None { get; } = new([]);

    /// <summary>Whether any clock changes.</summary>
    public bool Any => _clocks.Count > 0;

    /// <summary>The denials whose clocks change.</summary>
    public IEnumerable<long> Denials => _clocks.Keys;

    /// <summary>Where ranks and clocks wait for the update.</summary>
    public static string Table
        => """
           create temporary table if not exists fresh_rank (denial_id bigint, lane smallint, score numeric(14,4), rank_key bigint, parts jsonb,
             action text, due date, safe date, rule text, rule_version int, assumed bool, conflict bool, sentence text) on commit drop;
           truncate fresh_rank
           """;

    /// <summary>What is copied into it.</summary>
    public string Columns => $"fresh_rank ({RankColumns}{(Any ? ", " + ClockColumns : "")})";

    /// <summary>The update that writes ranks, and clocks where there are any; practice $1, day $2. A denial that waits has a clock and no rank.</summary>
    public string Update => Any
        ? """
          update denial d set lane = coalesce(x.lane, d.lane), score = coalesce(x.score, d.score), rank_key = coalesce(x.rank_key, d.rank_key), score_parts = coalesce(x.parts, d.score_parts),
                 scored_for = case when x.lane is null then d.scored_for else $2 end,
                 clock_action = coalesce(x.action, d.clock_action), due_on = coalesce(x.due, d.due_on), last_safe_day = coalesce(x.safe, d.last_safe_day),
                 deadline_rule = coalesce(x.rule, d.deadline_rule), deadline_rule_version = coalesce(x.rule_version, d.deadline_rule_version),
                 deadline_assumed = coalesce(x.assumed, d.deadline_assumed), deadline_conflict = coalesce(x.conflict, d.deadline_conflict),
                 deadline_sentence = coalesce(x.sentence, d.deadline_sentence), version = d.version + case when x.action is null then 0 else 1 end
          from fresh_rank x where d.practice_id = $1 and d.denial_id = x.denial_id
          """
        : """
          update denial d set lane = x.lane, score = x.score, rank_key = x.rank_key, score_parts = x.parts, scored_for = $2
          from fresh_rank x where d.practice_id = $1 and d.denial_id = x.denial_id
          """;

    /// <summary>Whether this denial's clock changes.</summary>
    public bool Has(long denial) => _clocks.ContainsKey(denial);

    /// <summary>The last safe day and the due day ranking goes by: the new ones, or those in the row.</summary>
    public (DateOnly Safe, DateOnly Due) Days(long denial, DateOnly safe, DateOnly due)
        => _clocks.TryGetValue(denial, out var clock) ? (clock.LastSafeDay, clock.DueOn) : (safe, due);

    /// <summary>The clock's cells of a denial's row, empty when its clock stays; none at all where no clock changes.</summary>
    public void Write(BulkCopy row, long denial)
    {
        if (!Any) { return; }

        if (_clocks.TryGetValue(denial, out var clock))
        {
            row.Text(clock.Action.Text()).Day(clock.DueOn).Day(clock.LastSafeDay).Text(clock.RuleId).Int(clock.RuleVersion).Flag(clock.Assumed).Flag(clock.Conflict).Text(clock.Sentence);
        }
        else
        {
            row.Text(null).Day(null).Day(null).Text(null).Int(null).Int(null).Int(null).Text(null);
        }
    }
}
