using DenialDesk.App.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>
/// One change of people: what Identity saves and its journal entry stand or fall together. Changes of people happen one after another, so that
/// two first admins, or two admins who shut each other out, cannot both win.
/// </summary>
internal sealed class PeopleChange : IAsyncDisposable
{
    private readonly AsyncServiceScope _scope;
    private readonly DeskDb _db;
    private readonly IDbContextTransaction _transaction;

    private PeopleChange(AsyncServiceScope scope, DeskDb db, IDbContextTransaction transaction)
        => (_scope, _db, _transaction, Users) = (scope, db, transaction, scope.ServiceProvider.GetRequiredService<UserManager<DeskUser>>());

    /// <summary>The connection of this change; what is done on it belongs to the change.</summary>
    public NpgsqlConnection Connection => (NpgsqlConnection)_db.Database.GetDbConnection();

    /// <summary>Identity's door to people; its saves belong to this change.</summary>
    public UserManager<DeskUser> Users { get; }

    /// <summary>Waits for its turn and begins.</summary>
    public static async Task<PeopleChange> BeginAsync(IServiceScopeFactory scopes, CancellationToken cancellation)
    {
        var scope = scopes.CreateAsyncScope();
        try
        {
            var db = scope.ServiceProvider.GetRequiredService<DeskDb>();
            var transaction = await db.Database.BeginTransactionAsync(cancellation);
            await db.Database.ExecuteSqlRawAsync("select pg_advisory_xact_lock(776003)", cancellation);
            return new(scope, db, transaction);
        }
        catch
        {
            await scope.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether anybody exists.</summary>
    public Task<bool> AnyoneAsync(CancellationToken cancellation) => _db.Users.AnyAsync(cancellation);

    /// <summary>The practices a person sees, by number; null for every practice.</summary>
    public async Task<int[]?> PracticesAsync(DeskUser user, CancellationToken cancellation)
    {
        if (user.AllPractices) { return null; }

        await using var command = new NpgsqlCommand("select array(select practice_id from practice_member where user_id = $1 order by 1)", Connection);
        command.Parameters.AddWithValue(user.Id);
        return (int[])(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Sets them; numbers of no practice are left out.</summary>
    public async Task SetPracticesAsync(Guid userId, IReadOnlyList<int> practices, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            with gone as (delete from practice_member where user_id = $1 and practice_id <> all($2))
            insert into practice_member (practice_id, user_id) select p.practice_id, $1 from practice p where p.practice_id = any($2) on conflict do nothing
            """, Connection);
        command.Parameters.AddWithValue(userId);
        command.Parameters.AddWithValue(practices.ToArray());
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Ends every sign-in of a person; open pages notice within seconds.</summary>
    public Task EndSessionsAsync(Guid userId, Actor by, string reason, DateTimeOffset at, CancellationToken cancellation)
        => SessionRows.EndAsync(Connection, (NpgsqlTransaction)_transaction.GetDbTransaction(), userId, null, by, reason, at, cancellation);

    /// <summary>Writes the journal and makes the change last.</summary>
    public async Task CommitAsync(Actor actor, DateTimeOffset at, JournalEntry entry, CancellationToken cancellation)
    {
        await Journal.AppendAsync(Connection, (NpgsqlTransaction)_transaction.GetDbTransaction(), actor, at, cancellation, entry);
        await _transaction.CommitAsync(cancellation);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _scope.DisposeAsync();
    }
}
