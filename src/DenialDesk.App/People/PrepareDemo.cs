using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Microsoft.AspNetCore.Identity;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.People;

/// <summary>Makes an empty database a demo desk with four sign-ins, or finds that it is one already. Never touches a real desk.</summary>
public sealed class PrepareDemo(DeskSource database, TimeProvider clock)
{
    private static readonly PasswordHasher<DeskUser> Hasher = new();

    /// <summary>The four sign-ins: biller, manager, admin, lead. The passwords are public, so they exist in demo databases only.</summary>
    public static IReadOnlyList<DemoPerson> People { get; } =
    [
        new(new("de300000-0000-4000-8000-000000000001"), "biller@demo.example", "Bea Biller", Roles.Biller, "Demo-biller-1"),
        new(new("de300000-0000-4000-8000-000000000002"), "manager@demo.example", "Max Manager", Roles.Manager, "Demo-manager-1"),
        new(new("de300000-0000-4000-8000-000000000003"), "admin@demo.example", "Ada Admin", Roles.Admin, "Demo-admin-1"),
        new(new("de300000-0000-4000-8000-000000000004"), "lead@demo.example", "Lea Lead", Roles.Lead, "Demo-lead-1"),
    ];

    /// <summary>What the demo is to be.</summary>
    public sealed record Input
    {
        /// <summary>The last day of its year of files, when it is new.</summary>
        public required DateOnly LastDay { get; init; }
    }

    /// <summary>One of the demo's sign-ins.</summary>
    /// <param name="Id">The same in every demo.</param>
    /// <param name="UserName">What to sign in with.</param>
    /// <param name="DisplayName">What colleagues see.</param>
    /// <param name="Role">biller, lead, manager or admin.</param>
    /// <param name="Password">Public.</param>
    public sealed record DemoPerson(Guid Id, string UserName, string DisplayName, string Role, string Password);

    /// <summary>The demo as it stands, or why there is none.</summary>
    /// <param name="LastDay">The last day of its files.</param>
    /// <param name="Loaded">True when every file is in.</param>
    /// <param name="Refusal">Set when this database belongs to a real desk.</param>
    public sealed record Result(DateOnly LastDay, bool Loaded, Refusal? Refusal = null);

    /// <summary>Finds or prepares the demo.</summary>
    public async Task<Result> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePeople);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (lastDay, loaded, real) = await StateAsync(connection, transaction, cancellation);
        if (lastDay is { } known) { return new(known, loaded); }

        if (real)
        {
            return new(input.LastDay, false, new(
                "not_a_demo", "This database belongs to a real desk, so the demo leaves it alone. Start the demo with another data folder (DENIALDESK_DATA) or on an empty database."));
        }

        await AddAsync(connection, transaction, input.LastDay, cancellation);
        await Journal.AppendAsync(connection, transaction, actor, clock.GetUtcNow(), cancellation, new JournalEntry("demo.prepared", "desk", "demo"));
        await transaction.CommitAsync(cancellation);
        return new(input.LastDay, false);
    }

    private static async Task<(DateOnly? LastDay, bool Loaded, bool Real)> StateAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select pg_advisory_xact_lock(776003), (select value from desk_fact where name = 'demo'), exists (select 1 from desk_fact where name = 'demo_loaded'),
                   exists (select 1 from identity_users) or exists (select 1 from inbound_file)
            """,
            connection,
            transaction);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return (rows.IsDBNull(1) ? null : DateOnly.Parse(rows.GetString(1), CultureInfo.InvariantCulture), rows.GetBoolean(2), rows.GetBoolean(3));
    }

    private async Task AddAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DateOnly lastDay, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new("insert into desk_fact (name, value) values ('demo', $1)") { Parameters = { new() { Value = lastDay.ToString("O", CultureInfo.InvariantCulture) } } });
        foreach (var person in People)
        {
            var user = new DeskUser { Id = person.Id, UserName = person.UserName };
            batch.BatchCommands.Add(new(
                """
                with added as (
                    insert into identity_users (id, display_name, is_demo, created_at, user_name, normalized_user_name, email, normalized_email, email_confirmed, password_hash,
                                                security_stamp, concurrency_stamp, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
                    values ($1, $2, true, $3, $4, upper($4), $4, upper($4), true, $5, $6, $7, false, false, true, 0) returning id)
                insert into identity_user_roles (user_id, role_id) select added.id, r.id from added, identity_roles r where r.name = $8
                """)
            {
                Parameters =
                {
                    new() { Value = user.Id }, new() { Value = person.DisplayName }, new() { Value = clock.GetUtcNow() }, new() { Value = person.UserName, NpgsqlDbType = NpgsqlDbType.Text },
                    new() { Value = Hasher.HashPassword(user, person.Password) }, new() { Value = Guid.NewGuid().ToString("N") }, new() { Value = Guid.NewGuid().ToString() },
                    new() { Value = person.Role },
                },
            });
        }

        await batch.ExecuteNonQueryAsync(cancellation);
    }
}
