using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Prevention;

/// <summary>
/// Makes a secret address by which a department sees a change, or its denials of a month, and answers, without a sign-in. The secret is shown once; a hash is kept. It carries
/// account numbers out of the desk, so whoever makes one has to have proved who they are.
/// </summary>
public sealed class MakeDepartmentLink(DeskSource database, TimeProvider clock)
{
    /// <summary>For whom, and what it shows: a change or a month.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required string Department { get; init; }

        /// <summary>One change of the ledger.</summary>
        public long? ActionId { get; init; }

        /// <summary>Any day of the month whose denials are listed.</summary>
        public DateOnly? Month { get; init; }

        /// <summary>Days it works, 1 to 90.</summary>
        public int Days { get; init; } = 30;
    }

    /// <summary>The secret, this once, or why there is none.</summary>
    public async Task<(string? Secret, Refusal? Refusal)> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.MustFreshly(Permission.ManagePrevention);
        var department = input.Department.Trim();
        if (department.Length is 0 or > 60) { return (null, new("department", "Choose the department it is for.")); }

        if ((input.ActionId is null) == (input.Month is null)) { return (null, new("what", "Choose one change, or one month.")); }

        if (input.Days is < 1 or > 90) { return (null, new("days", "A link works for 1 to 90 days.")); }

        if (!actor.Sees(input.PracticeId)) { return (null, new("not_found", "There is no such practice.")); }

        var now = clock.GetUtcNow();
        var secret = ApiSecret.New();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var held = input.ActionId is { } id ? await HeldAction.HoldAsync(connection, transaction, input.PracticeId, id, actor, cancellation) : null;
        if (input.ActionId is not null && held is null) { return (null, new("not_found", "There is no such change.")); }

        await using var command = new NpgsqlCommand(
            """
            insert into department_link (practice_id, department, action_id, month, secret_hash, made_at, made_by, made_name, expires_at)
            values ($1, $2, $3, date_trunc('month', $4::date)::date, $5, $6, $7, $8, $9) returning link_id
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = input.PracticeId }, new() { Value = department }, new() { Value = (object?)input.ActionId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
                new() { Value = (object?)input.Month ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date }, new() { Value = ApiSecret.HashOf(secret) }, new() { Value = now },
                new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = actor.Name }, new() { Value = now.AddDays(input.Days) },
            },
        };
        var link = (long)(await command.ExecuteScalarAsync(cancellation))!;
        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, new JournalEntry(
            "department_link.made", "department_link", link.ToString(CultureInfo.InvariantCulture), input.PracticeId, null, new { Department = department, input.ActionId, input.Month, input.Days }));
        if (held is not null) { await held.TellAsync(connection, transaction, "link_made", held.Status, department, actor, now, null, cancellation); }

        await transaction.CommitAsync(cancellation);
        return (secret, null);
    }
}
