using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Settings;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Prevention;
using DenialDesk.Domain.WriteOffs;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.WriteOffs;

/// <summary>One request in a denial's history.</summary>
public sealed record PastWriteOff(
    long RequestId, decimal Amount, string Reason, string Step, string Words, string State, DateTimeOffset AskedAt, string AskedBy, bool Mine, string? DecidedBy, string DecidedWords, string? ReversedBy, string ReversedWords);

/// <summary>What a denial's page needs to write it off, ask for it, or decide it.</summary>
/// <param name="Open">Dollars that would leave the open denials.</param>
/// <param name="Alone">Whether this person's own limit covers it.</param>
/// <param name="Steps">Steps of the office's workflow for this category, the likeliest first.</param>
/// <param name="Proposed">The reason to offer first.</param>
public sealed record WriteOffView(decimal Open, bool Alone, bool IsOpen, WriteOffPolicy Policy, IReadOnlyList<string> Steps, WriteOffReason Proposed, IReadOnlyList<PastWriteOff> Past)
{
    /// <summary>The request that waits; null for none.</summary>
    public PastWriteOff? Waiting => Past.FirstOrDefault(p => p.State == "waiting");

    /// <summary>The write-off in force; null for none.</summary>
    public PastWriteOff? InForce => Past.FirstOrDefault(p => p.State == "approved");
}

/// <summary>Reads one denial's write-offs and what may be done now.</summary>
public sealed class SeeWriteOff(DeskSource database, TimeProvider clock)
{
    /// <summary>Which denial.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }
    }

    /// <summary>The view; null when there is no such denial for this person.</summary>
    public async Task<WriteOffView?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        if (!actor.Sees(input.PracticeId)) { return null; }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        // By primary key; the score's own figures say what costs more than it returns.
        await using var command = new NpgsqlCommand(
            """
            select greatest(0, d.denied_amount - d.recovered_amount), d.is_open, d.category, coalesce((d.score_parts->>'costsMore')::boolean, false), d.state, p.time_zone
            from denial d join practice p using (practice_id) where d.practice_id = $1 and d.denial_id = $2
            """, connection)
        {
            Parameters = { new() { Value = input.PracticeId }, new() { Value = input.DenialId } },
        };
        (decimal Open, bool IsOpen, DenialCategory? Category, bool CostsMore, bool InFlight, DateOnly Today) denial;
        await using (var r = await command.ExecuteReaderAsync(cancellation))
        {
            if (!await r.ReadAsync(cancellation)) { return null; }

            denial = (r.GetDecimal(0), r.GetBoolean(1), CodeNames.TryRead<DenialCategory>(r.GetString(2)), r.GetBoolean(3), r.GetString(4) == "waiting",
                Domain.Calendar.PracticeDay.At(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(r.GetString(5))));
        }

        var policy = await WriteOffAsking.PolicyAsync(connection, null, denial.Today, cancellation);
        var map = await SettingDocument.InForceAsync<RootCauseMap>(connection, null, SeeRootCauses.Name, denial.Today, cancellation) ?? RootCauseMap.Shipped;
        var likely = denial.Category is { } category ? map.Of(category).Select(l => l.Step).ToList() : [];
        var proposed = WriteOffProposals.Propose(denial.Open, denial.CostsMore, policy.SmallBalance, denial.InFlight) ?? (denial.Category is { } known ? WriteOffReasons.Suggested(known) : WriteOffReason.Other);
        return new(
            denial.Open, policy.Refuse(StepTaking.TierOf(actor), denial.Open, null) is null, denial.IsOpen, policy, [.. likely, .. map.Lines.Select(l => l.Step).Except(likely).Distinct()], proposed,
            await PastAsync(connection, input, actor, cancellation));
    }

    private static async Task<IReadOnlyList<PastWriteOff>> PastAsync(NpgsqlConnection connection, Input input, Actor actor, CancellationToken cancellation)
    {
        // Index write_off_denial.
        await using var command = new NpgsqlCommand(
            """
            select request_id, amount, reason, step, words, state, asked_at, asked_name, coalesce(asked_by = $3, false), decided_name, decided_words, reversed_name, reversed_words
            from write_off_request where practice_id = $1 and denial_id = $2 order by request_id desc limit 20
            """, connection)
        {
            Parameters = { new() { Value = input.PracticeId }, new() { Value = input.DenialId }, new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid } },
        };
        var found = new List<PastWriteOff>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(
                r.GetInt64(0), r.GetDecimal(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetFieldValue<DateTimeOffset>(6), r.GetString(7), r.GetBoolean(8),
                r.IsDBNull(9) ? null : r.GetString(9), r.GetString(10), r.IsDBNull(11) ? null : r.GetString(11), r.GetString(12)));
        }

        return found;
    }
}
