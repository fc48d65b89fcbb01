using DenialDesk.App.Claims;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Corrections;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Corrections;

/// <summary>One correction in the list.</summary>
/// <param name="Stage">Written name of the stage.</param>
/// <param name="Due">Last day, inclusive, on which silence is usual.</param>
/// <param name="Denied">Dollars of the denial it is for.</param>
public sealed record CorrectionRow(
    int PracticeId, long AttemptId, long DenialId, string Practice, string Account, string PatientName, int PayerId, string Payer, string Lead, decimal Denied, string Route, string Frequency,
    int? ControlNumber, DateOnly WrittenOn, string WrittenBy, DateOnly? SentOn, string Stage, DateOnly? Due, bool Overdue, string Next);

/// <summary>One page of the list, and how many corrections and dollars there are over all pages.</summary>
public sealed record CorrectionList(IReadOnlyList<CorrectionRow> Rows, DateOnly Today, int All, decimal Denied, bool More);

/// <summary>Corrections of denied claims, the newest first: what is on its way, what nobody acknowledged, what was refused or answered.</summary>
public sealed class ListCorrections(DeskSource database, TimeProvider clock)
{
    /// <summary>Corrections looked at, at most, the newest: how far each has come follows from answers of other files and is worked out when it is read.</summary>
    public const int Most = 10_000;

    /// <summary>Filters, all optional, as they stand in the address.</summary>
    public sealed record Input
    {
        /// <summary>"overdue", "written", "rejected", "answered" or "all"; anything else is what is on its way.</summary>
        public string? State { get; init; }

        public int? Payer { get; init; }

        public int? Practice { get; init; }

        /// <summary>The correction after which the page begins.</summary>
        public long? After { get; init; }

        public int Take { get; init; } = 50;

        /// <summary>True when the rows leave the desk as a file.</summary>
        public bool Export { get; init; }
    }

    private sealed record Facts(string Practice, string Account, string PatientName, string Payer, string Lead, decimal Denied);

    /// <summary>One page.</summary>
    public async Task<CorrectionList> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var attempts = await CorrectionAttempts.NewestAsync(connection, MatchCandidates.Scope(actor), Most, cancellation);
        var kept = attempts.Where(a => (input.Payer is null || a.PayerId == input.Payer) && (input.Practice is null || a.PracticeId == input.Practice))
            .Select(a => (Attempt: a, Track: a.Track(today))).Where(a => Fits(input.State, a.Track)).ToList();
        var denials = await FactsAsync(connection, kept.ConvertAll(a => a.Attempt), cancellation);
        var rows = kept.ConvertAll(a => Row(a.Attempt, a.Track, denials[(a.Attempt.PracticeId, a.Attempt.DenialId)]));
        var page = rows.Where(r => input.After is null || r.AttemptId < input.After).Take(Math.Clamp(input.Take, 1, 50_000)).ToList();
        await ReadLog.AppendAsync(
            database, actor, clock.GetUtcNow(),
            new(input.Export ? "read.corrections_exported" : "read.corrections", "corrections", $"{page.Count}", Shown: [.. page.Select(r => r.DenialId)]), cancellation);
        return new(page, today, rows.Count, rows.Sum(r => r.Denied), page.Count > 0 && page[^1] != rows[^1]);
    }

    private static bool Fits(string? state, CorrectionTrack track) => state switch
    {
        "all" => true,
        "overdue" => track.Overdue,
        "written" => track.Stage == CorrectionStage.Written,
        "rejected" => track.Stage == CorrectionStage.Rejected,
        "answered" => track.Stage == CorrectionStage.Answered,
        _ => track.Stage != CorrectionStage.Answered,
    };

    private static async Task<Dictionary<(int, long), Facts>> FactsAsync(NpgsqlConnection connection, List<CorrectionAttempt> attempts, CancellationToken cancellation)
    {
        // By primary keys.
        await using var command = new NpgsqlCommand(
            """
            select d.practice_id, d.denial_id, o.name, d.patient_control_number, d.patient_name, p.name, d.lead_group || '-' || d.lead_carc, d.denied_amount
            from (select distinct * from unnest($1::int[], $2::bigint[])) x (practice_id, denial_id)
            join denial d on d.practice_id = x.practice_id and d.denial_id = x.denial_id join payer p on p.payer_id = d.payer_id join practice o on o.practice_id = d.practice_id
            """, connection)
        {
            Parameters = { new() { Value = attempts.Select(a => a.PracticeId).ToArray() }, new() { Value = attempts.Select(a => a.DenialId).ToArray() } },
        };
        var found = new Dictionary<(int, long), Facts>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found[(r.GetInt32(0), r.GetInt64(1))] = new(r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), r.GetDecimal(7));
        }

        return found;
    }

    private static CorrectionRow Row(CorrectionAttempt a, CorrectionTrack track, Facts f) => new(
        a.PracticeId, a.AttemptId, a.DenialId, f.Practice, f.Account, f.PatientName, a.PayerId, f.Payer, f.Lead, f.Denied, a.Route, a.Frequency, a.ControlNumber, a.WrittenOn, a.WrittenBy,
        a.Sent.Count == 0 ? null : a.Sent.Max(s => s.On), track.Stage.Text(), track.Due, track.Overdue, track.Next);
}
