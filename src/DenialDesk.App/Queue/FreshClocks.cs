using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Priority;
using Npgsql;

namespace DenialDesk.App.Queue;

/// <summary>
/// New clocks of a practice's denials on their way into the rows together with the new ranks: every index of the queue follows a rewritten row, so a
/// hundred thousand rows are rewritten once, not twice.
/// </summary>
internal sealed class FreshClocks
{
    private const string Ranks = "lane = x.lane, score = x.score, rank_key = x.rank_key, score_parts = x.parts, scored_for = $2";
    private const string Clocks =
        """
        clock_action = c.action, due_on = c.due, last_safe_day = c.safe, deadline_rule = c.rule, deadline_rule_version = c.rule_version,
        deadline_assumed = c.assumed, deadline_conflict = c.conflict, deadline_sentence = c.sentence, version = d.version + 1
        """;

    private const string ClockTable =
        """
        create temporary table if not exists fresh_clock (clock_no int, action text, due date, safe date, rule text, rule_version int, assumed bool, conflict bool, sentence text) on commit drop;
        truncate fresh_clock
        """;

    private const string One = "d.practice_id = $1 and d.denial_id = x.denial_id";

    private readonly Dictionary<long, StoredClock> _clocks;
    private readonly Dictionary<StoredClock, int> _numbers = [];

    public FreshClocks(IReadOnlyCollection<(ClockedDenial Denial, StoredClock Clock)> changes)
    {
        _clocks = changes.ToDictionary(c => c.Denial.DenialId, c => c.Clock);
        foreach (var clock in _clocks.Values) { _numbers.TryAdd(clock, _numbers.Count + 1); }
    }

    /// <summary>No clock changes.</summary>
    public static FreshClocks None { get; } = new([]);

    /// <summary>Whether any clock changes.</summary>
    public bool Any => _clocks.Count > 0;

    /// <summary>The denials whose clocks change.</summary>
    public IEnumerable<long> Denials => _clocks.Keys;

    /// <summary>Each different clock, under its number in <c>fresh_rank</c>.</summary>
    public IReadOnlyDictionary<StoredClock, int> Numbered => _numbers;

    /// <summary>
    /// Where ranks and clocks wait for the update. A hundred thousand denials share some thousand clocks, so a clock is sent once and found by its number. With the
    /// usual four megabytes of working memory the update would take its rows in several rounds through files, and out of the order they lie in.
    /// </summary>
    public string Table
        => """
           set local work_mem = '64MB';
           create temporary table if not exists fresh_rank (denial_id bigint, clock_no int, lane smallint, score numeric(14,4), rank_key bigint, parts jsonb) on commit drop;
           truncate fresh_rank;

           """ + (Any ? ClockTable : "");

    /// <summary>The updates that write ranks and clocks; practice $1, day $2. A denial that waits has a clock and no rank; each row is rewritten once.</summary>
    /// <param name="ranked">Denials that get another rank and keep their clock.</param>
    /// <param name="both">Those that get both.</param>
    /// <param name="waiting">Those that get a clock alone.</param>
    public static IEnumerable<string> Updates(int ranked, int both, int waiting)
    {
        if (both > 0) { yield return $"update denial d set {Ranks}, {Clocks} from fresh_rank x join fresh_clock c using (clock_no) where {One} and x.lane is not null"; }

        if (waiting > 0) { yield return $"update denial d set {Clocks} from fresh_rank x join fresh_clock c using (clock_no) where {One} and x.lane is null"; }

        if (ranked > 0) { yield return $"update denial d set {Ranks} from fresh_rank x where {One} and x.clock_no is null"; }
    }

    /// <summary>Whether this denial's clock changes.</summary>
    public bool Has(long denial) => _clocks.ContainsKey(denial);

    /// <summary>What ranking goes by: the new last safe day and due day, or those in the row.</summary>
    public PriorityFacts Under(PriorityFacts facts)
        => _clocks.TryGetValue(facts.DenialId, out var clock) ? facts with { LastSafeDay = clock.LastSafeDay, DueOn = clock.DueOn } : facts;

    /// <summary>The number of a denial's new clock; null when its clock stays.</summary>
    public int? Number(long denial) => _clocks.TryGetValue(denial, out var clock) ? _numbers[clock] : null;

    /// <summary>Sends the different clocks.</summary>
    public async Task CopyAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var copy = await BulkCopy.IntoAsync(connection, "fresh_clock (clock_no, action, due, safe, rule, rule_version, assumed, conflict, sentence)", cancellation);
        foreach (var (clock, number) in _numbers)
        {
            copy.Row().Int(number).Text(clock.Action.Text()).Day(clock.DueOn).Day(clock.LastSafeDay).Text(clock.RuleId).Int(clock.RuleVersion).Flag(clock.Assumed).Flag(clock.Conflict).Text(clock.Sentence);
        }

        await copy.DoneAsync(cancellation);
    }
}
