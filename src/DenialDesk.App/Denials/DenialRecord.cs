using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.FollowUps;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.Payers;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Denials;

/// <summary>A denial held for a change: its facts for the rulebook, and what guards against a lost update.</summary>
internal sealed record DenialRecord(
    int PracticeId, long DenialId, DenialFacts Facts, Guid? Owner, string? OwnerName, int Version, TimeZoneInfo Zone, DateOnly Today, int PayerId, string Category, string Carc)
{
    /// <summary>What the rulebook needs of a denial, and what guards it; the column names of <see cref="Read"/>.</summary>
    private const string Selected =
        """
        select d.state, d.denied_amount, d.charge, d.recovered_amount, d.lead_group, d.all_patient_group, d.appealable, d.no_appeal_because, d.patient_protection,
               d.later_payer_known, d.payer_claim_number, d.due_on, d.deadline_assumed, d.assigned_to, u.display_name, d.version, p.time_zone, d.payer_id, d.category, d.lead_carc,
               coalesce((d.score_parts->>'costsMore')::boolean, false),
               (select c.body->>'correctedAs' from payer_conduct c where c.payer_id = d.payer_id order by c.version desc limit 1),
               d.practice_id, d.denial_id, d.snoozed_until, d.escalated_by, d.last_safe_day, d.first_worked_at is not null,
               l.token, l.user_id, l.user_name, l.since, l.until, d.patient_control_number, d.procedure_codes
        from denial d join practice p using (practice_id) left join identity_users u on u.id = d.assigned_to
        left join denial_lease l on l.practice_id = d.practice_id and l.denial_id = d.denial_id
        """;

    /// <summary>The last day on which starting still leaves room; inclusive.</summary>
    public required DateOnly LastSafeDay { get; init; }

    /// <summary>The account number, as the provider sent it.</summary>
    public required string Account { get; init; }

    /// <summary>The denied procedure codes, the lead one first.</summary>
    public required string Procedures { get; init; }

    /// <summary>Until when it is put off, that day not included.</summary>
    public DateOnly? SnoozedUntil { get; init; }

    /// <summary>Who asked a lead.</summary>
    public Guid? EscalatedBy { get; init; }

    /// <summary>Whether anybody did more than take it.</summary>
    public bool Worked { get; init; }

    /// <summary>Who had it open last; it may have ended.</summary>
    public RecordLease? Lease { get; init; }

    /// <summary>Locks and reads one denial inside the caller's transaction; null when it is not there for this person.</summary>
    public static Task<DenialRecord?> HoldAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long denialId, Actor actor, DateTimeOffset now, CancellationToken cancellation)
        => ReadAsync(connection, transaction, practiceId, denialId, actor, now, " for update of d", cancellation);

    /// <summary>Reads one denial as it stands, for showing; null when it is not there for this person.</summary>
    public static Task<DenialRecord?> SeeAsync(NpgsqlConnection connection, int practiceId, long denialId, Actor actor, DateTimeOffset now, CancellationToken cancellation)
        => ReadAsync(connection, null, practiceId, denialId, actor, now, "", cancellation);

    private static async Task<DenialRecord?> ReadAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, int practiceId, long denialId, Actor actor, DateTimeOffset now, string hold, CancellationToken cancellation)
    {
        if (!actor.Sees(practiceId)) { return null; }

        // By primary key.
        await using var command = new NpgsqlCommand(Selected + " where d.practice_id = $1 and d.denial_id = $2" + hold, connection, transaction);
        command.Parameters.AddWithValue(practiceId);
        command.Parameters.AddWithValue(denialId);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation) ? Read(r, now) : null;
    }

    /// <summary>Reads many without locking them, to ask the rulebook beforehand; those this person does not see are left out.</summary>
    public static async Task<IReadOnlyList<DenialRecord>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<DenialAddress> which, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        // By primary key, one lookup a row.
        await using var command = new NpgsqlCommand(
            Selected + " join unnest($1::int[], $2::bigint[]) with ordinality as w (practice_id, denial_id, n) on w.practice_id = d.practice_id and w.denial_id = d.denial_id order by w.n", connection)
        {
            Parameters = { new() { Value = which.Select(a => a.PracticeId).ToArray() }, new() { Value = which.Select(a => a.DenialId).ToArray() } },
        };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<DenialRecord>();
        while (await r.ReadAsync(cancellation))
        {
            if (actor.Sees(r.GetInt32(22))) { found.Add(Read(r, now)); }
        }

        return found;
    }

    /// <summary>Why what was typed against an older state is not saved; null when nobody came between.</summary>
    /// <param name="lease">The token the page holds; null when it holds none.</param>
    /// <param name="version">The version the person saw.</param>
    /// <param name="actor">Who asks.</param>
    public Refusal? Overtaken(long? lease, int version, Actor actor)
    {
        if (lease is { } mine && Lease is { } last && last.Token != mine && last.UserId != actor.UserId)
        {
            return new("overtaken", $"{last.Name} took this over at {TimeZoneInfo.ConvertTime(last.Since, Zone).ToString("h:mm tt", CultureInfo.GetCultureInfo("en-US"))}. Look at what is there now; what you typed is kept.");
        }

        return Version == version ? null : new("overtaken", "Somebody changed this denial while you had it open. Look at what changed; what you typed is kept.");
    }

    /// <summary>Why it is not this person's to work on; null when it is.</summary>
    public Refusal? OfAnother(Actor actor)
        => Owner is { } owner && owner != actor.UserId && !actor.May(Permission.AssignOthers)
            ? new("owned", $"{OwnerName} is working on this denial. Ask them, or a manager, to hand it over.")
            : null;

    private static DenialRecord Read(NpgsqlDataReader r, DateTimeOffset now)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(r.GetString(16));
        return new(
            r.GetInt32(22), r.GetInt64(23), FactsOf(r), r.IsDBNull(13) ? null : r.GetGuid(13), r.IsDBNull(14) ? null : r.GetString(14), r.GetInt32(15), zone, PracticeDay.At(now, zone),
            r.GetInt32(17), r.GetString(18), r.GetString(19))
        {
            SnoozedUntil = r.IsDBNull(24) ? null : r.GetFieldValue<DateOnly>(24),
            EscalatedBy = r.IsDBNull(25) ? null : r.GetGuid(25),
            LastSafeDay = r.GetFieldValue<DateOnly>(26),
            Account = r.GetString(33),
            Procedures = r.GetString(34),
            Worked = r.GetBoolean(27),
            Lease = r.IsDBNull(28) ? null : new(r.GetInt64(28), r.GetGuid(29), r.GetString(30), r.GetFieldValue<DateTimeOffset>(31), r.GetFieldValue<DateTimeOffset>(32) > now),
        };
    }

    private static DenialFacts FactsOf(NpgsqlDataReader r) => new()
    {
        State = CodeNames.Read<DenialState>(r.GetString(0)),
        DeniedAmount = r.GetDecimal(1),
        BilledAmount = r.GetDecimal(2),
        RecoveredAmount = r.GetDecimal(3),
        LeadGroup = r.GetString(4),
        AllPatientGroup = r.GetBoolean(5),
        Appealable = r.GetBoolean(6),
        NoAppealBecause = r.IsDBNull(7) ? null : r.GetString(7),
        PatientProtection = r.GetFieldValue<string[]>(8),
        LaterPayerKnown = r.GetBoolean(9),
        PayerClaimNumber = r.GetString(10),
        DueOn = r.GetFieldValue<DateOnly>(11),
        DueAssumed = r.GetBoolean(12),
        Assigned = !r.IsDBNull(13),
        WorthWorking = !r.GetBoolean(20),
        CorrectedAs = r.IsDBNull(21) ? CorrectedHabit.Either : CodeNames.TryRead<CorrectedHabit>(r.GetString(21)) ?? CorrectedHabit.Either,
    };

    /// <summary>Writes the changed columns, the step with before and after, and the journal, in the caller's transaction; returns the new version.</summary>
    public async Task<int> SaveAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, StepEntry entry, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            with old as (select d as row from denial d where d.practice_id = $1 and d.denial_id = $2),
                 new as (update denial d set {entry.Set}, version = d.version + 1 where d.practice_id = $1 and d.denial_id = $2 returning d.version, d as row)
            insert into denial_step (practice_id, denial_id, at, actor_id, actor_name, step, from_state, to_state, amount, reason, note, before, after, undoes, command_id)
            select $1, $2, $3, $4, $5, $6, (old.row).state, (new.row).state, $7, $8, $9, denial_work(old.row), denial_work(new.row), $10, $11 from old, new
            returning (select version from new)
            """,
            connection,
            transaction);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(PracticeId, NpgsqlDbType.Integer);
        Add(DenialId, NpgsqlDbType.Bigint);
        Add(now, NpgsqlDbType.TimestampTz);
        Add(actor.UserId, NpgsqlDbType.Uuid);
        Add(actor.Name, NpgsqlDbType.Text);
        Add(entry.Step, NpgsqlDbType.Text);
        Add(entry.Amount, NpgsqlDbType.Numeric);
        Add(entry.Reason, NpgsqlDbType.Text);
        Add(entry.Note, NpgsqlDbType.Text);
        Add(entry.Undoes, NpgsqlDbType.Bigint);
        Add(entry.CommandId, NpgsqlDbType.Uuid);
        foreach (var (value, type) in entry.Values) { Add(value, type); }

        var version = (int)(await command.ExecuteScalarAsync(cancellation))!;
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry("denial." + entry.Step, "denial", DenialId.ToString(CultureInfo.InvariantCulture), PracticeId, new { State = Facts.State.Text(), Owner, Version },
                new { entry.Amount, entry.Reason, Version = version }, entry.CommandId));
        await FollowUpRows.AfterStepAsync(connection, transaction, this, entry.Step, actor, now, cancellation);
        await DeskChange.TellAsync(connection, transaction, PracticeId, DenialId, cancellation);
        return version;
    }

    /// <summary>Adds to (or, after an undo, takes from) what the reversal odds learn from: one decided attempt.</summary>
    /// <param name="on">The practice's day of the step.</param>
    public async Task LearnAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DateOnly on, int decided, decimal overturned, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(decided > 0 ? Attempt.Learn : Attempt.Unlearn, connection, transaction);
        foreach (var parameter in Attempt.Parameters(PracticeId, DenialId, PayerId, Category, Carc, Procedures, on, decided, overturned)) { command.Parameters.Add(parameter); }

        await command.ExecuteNonQueryAsync(cancellation);
    }
}

/// <summary>One step to record. <see cref="Set"/> is fixed text of this program; values come as parameters from $12 on.</summary>
internal sealed record StepEntry(
    string Step, string Set, IReadOnlyList<(object? Value, NpgsqlDbType Type)> Values, decimal? Amount = null, string? Reason = null, string? Note = null, long? Undoes = null, Guid? CommandId = null);

/// <summary>Who had a denial open last to work on it.</summary>
/// <param name="Token">Grows with every change of person.</param>
/// <param name="UserId">The person.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Since">When the person opened it.</param>
/// <param name="Live">Whether the page still renews it.</param>
internal sealed record RecordLease(long Token, Guid UserId, string Name, DateTimeOffset Since, bool Live);
