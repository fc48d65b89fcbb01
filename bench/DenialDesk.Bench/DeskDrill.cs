// Reason for length: fifty people's work and the count of what is missing afterwards.
using System.Collections.Concurrent;
using System.Diagnostics;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace DenialDesk.Bench;

/// <summary>What came of it.</summary>
/// <param name="Billers">People at work at one time.</param>
/// <param name="Nodes">Processes' worth of desks on one database, each with its own services and connections.</param>
/// <param name="Seconds">How long they worked.</param>
/// <param name="Commands">Commands answered: takes, leases, notes, steps, moves.</param>
/// <param name="Refused">Of these, refused by a rule.</param>
/// <param name="StaleSent">Steps sent on purpose with an old version or a token that somebody had taken over.</param>
/// <param name="StaleAccepted">Of these, accepted: has to be 0.</param>
/// <param name="DoubleOwners">Denials that the history gives to two people at one time, and steps that do not begin where the one before ended: has to be 0.</param>
/// <param name="LostWrites">Acknowledged takes, notes, steps and moves that are not in the database: has to be 0.</param>
/// <param name="P50Ms">Milliseconds a command took, half of them.</param>
/// <param name="P95Ms">The same, 95 of 100.</param>
/// <param name="P99Ms">The same, 99 of 100.</param>
internal sealed record DeskFinding(
    int Billers, int Nodes, double Seconds, int Commands, int Refused, int StaleSent, int StaleAccepted, long DoubleOwners, long LostWrites, double P50Ms, double P95Ms, double P99Ms);

/// <summary>
/// Many billers on several nodes of one database take, open, note, work, snooze, skip, put back and take over from each other, some with tokens that are no longer
/// theirs; afterwards the history is compared with what each of them was told.
/// </summary>
internal sealed class DeskDrill(IReadOnlyList<IServiceProvider> nodes, NpgsqlDataSource database, int billers, TimeSpan think, int seed)
{
    private static readonly Permission[] May = [Permission.SeeDenials, Permission.WorkDenials, Permission.WriteOff];

    private readonly ConcurrentBag<double> _times = [];
    private readonly ConcurrentBag<(Guid Command, long Denial)> _steps = [];
    private readonly ConcurrentBag<string> _notes = [];
    private readonly ConcurrentQueue<DenialAddress> _recent = new();
    private int _refused;
    private int _staleSent;
    private int _staleAccepted;

    /// <summary>Works for a while and counts.</summary>
    public async Task<DeskFinding> RunAsync(TimeSpan howLong, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, billers).Select(i => Task.Run(() => WorkAsync(i, started, howLong, cancellation), cancellation)));
        var seconds = Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 1);
        var times = _times.Order().ToArray();
        double At(int percent) => times.Length == 0 ? 0 : Math.Round(times[Math.Min(times.Length - 1, times.Length * percent / 100)], 1);
        return new(billers, nodes.Count, seconds, times.Length, _refused, _staleSent, _staleAccepted, await DoubleOwnersAsync(), await LostAsync(), At(50), At(95), At(99));
    }

    private async Task WorkAsync(int number, long started, TimeSpan howLong, CancellationToken cancellation)
    {
        var chance = new Random(seed + number);
        var node = nodes[number % nodes.Count];
        var me = new Actor(Guid.NewGuid(), $"Biller {number}", May.ToHashSet(), null);
        await Task.Delay(think * chance.NextDouble(), cancellation);
        while (Stopwatch.GetElapsedTime(started) < howLong)
        {
            var command = Guid.NewGuid();
            var taken = await TimedAsync(() => node.GetRequiredService<TakeNext>().Run(new() { CommandId = command }, me, cancellation));
            if (taken is null) { return; }

            _steps.Add((command, taken.DenialId));
            await ThinkAsync(chance, cancellation);
            await WorkOneAsync(node, me, new(taken.PracticeId, taken.DenialId), chance, cancellation);
        }
    }

    private async Task WorkOneAsync(IServiceProvider node, Actor me, DenialAddress at, Random chance, CancellationToken cancellation)
    {
        var lease = await TimedAsync(() => node.GetRequiredService<KeepLease>().Run(new() { PracticeId = at.PracticeId, DenialId = at.DenialId }, me, cancellation));
        _recent.Enqueue(at);
        if (_recent.Count > billers) { _recent.TryDequeue(out _); }

        var text = "Called the payer " + Guid.NewGuid();
        if (Counted(await TimedAsync(() => node.GetRequiredService<AddNote>().Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = at.PracticeId, DenialId = at.DenialId, Text = text }, me, cancellation))).Done) { _notes.Add(text); }

        await ThinkAsync(chance, cancellation);
        var version = await VersionAsync(at, cancellation);
        if (chance.Next(4) == 0) { await StaleAsync(node, me, at, version - 1, lease?.Token, cancellation); }

        if (chance.Next(6) == 0 && _recent.TryPeek(out var other) && other != at) { await TakeOverAsync(node, me, other, cancellation); }

        await MoveOnAsync(node, me, at, version, lease?.Token, chance, cancellation);
        if (lease?.Token is { } token)
        {
            await TimedAsync(async () =>
            {
                await node.GetRequiredService<EndLease>().Run(new() { PracticeId = at.PracticeId, DenialId = at.DenialId, Token = token }, me, cancellation);
                return true;
            });
        }

        await ThinkAsync(chance, cancellation);
    }

    /// <summary>One of what a biller does with a denial in the end, and sometimes the undoing of it.</summary>
    private async Task MoveOnAsync(IServiceProvider node, Actor me, DenialAddress at, int version, long? lease, Random chance, CancellationToken cancellation)
    {
        var command = Guid.NewGuid();
        RecordStep.Input Step(DenialStepKind kind) => new()
        {
            CommandId = command,
            PracticeId = at.PracticeId,
            DenialId = at.DenialId,
            Version = version,
            Lease = lease,
            Kind = kind,
            Note = "by the drill",
            Amount = kind == DenialStepKind.Recovered ? 1m : null,
            AsNewClaim = kind == DenialStepKind.CorrectedResubmitted,
        };
        MoveWork.Input Move(WorkMoveKind kind) => new()
        {
            CommandId = command,
            PracticeId = at.PracticeId,
            DenialId = at.DenialId,
            Version = version,
            Lease = lease,
            Kind = kind,
            Workdays = 1 + chance.Next(3),
            ToPool = chance.Next(2) == 0,
            Words = "by the drill",
            Skip = kind == WorkMoveKind.Skip ? SkipReason.WrongRank : null,
        };
        var record = node.GetRequiredService<RecordStep>();
        var move = node.GetRequiredService<MoveWork>();
        var result = Counted(await TimedAsync(() => chance.Next(6) switch
        {
            0 => record.Run(Step(DenialStepKind.CorrectedResubmitted), me, cancellation),
            1 => record.Run(Step(DenialStepKind.Recovered), me, cancellation),
            2 => record.Run(Step(DenialStepKind.Unassign), me, cancellation),
            3 => move.Run(Move(WorkMoveKind.Skip), me, cancellation),
            _ => move.Run(Move(WorkMoveKind.Snooze), me, cancellation),
        }));
        if (!result.Done) { return; }

        _steps.Add((command, at.DenialId));
        if (chance.Next(5) != 0) { return; }

        var undo = Guid.NewGuid();
        if (Counted(await TimedAsync(() => node.GetRequiredService<UndoLastStep>().Run(
            new() { CommandId = undo, PracticeId = at.PracticeId, DenialId = at.DenialId, Version = result.Version }, me, cancellation))).Done) { _steps.Add((undo, at.DenialId)); }
    }

    /// <summary>A page that slept: its version is old.</summary>
    private async Task StaleAsync(IServiceProvider node, Actor me, DenialAddress at, int version, long? lease, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _staleSent);
        var result = Counted(await TimedAsync(() => node.GetRequiredService<RecordStep>().Run(
            new()
            {
                CommandId = Guid.NewGuid(),
                PracticeId = at.PracticeId,
                DenialId = at.DenialId,
                Version = version,
                Lease = lease,
                Kind = DenialStepKind.Recovered,
                Amount = 0.5m,
            },
            me, cancellation)));
        if (result.Done) { Interlocked.Increment(ref _staleAccepted); }
    }

    /// <summary>Opens what somebody else has open and takes it over; whoever had it finds their token refused, which MoveOnAsync counts as refused.</summary>
    private async Task TakeOverAsync(IServiceProvider node, Actor me, DenialAddress other, CancellationToken cancellation)
    {
        var seen = await TimedAsync(() => node.GetRequiredService<KeepLease>().Run(new() { PracticeId = other.PracticeId, DenialId = other.DenialId, TakeOver = true }, me, cancellation));
        if (seen?.Token is not { } mine) { return; }

        // The token before mine is somebody else's: with it nothing may be done any more by them.
        var sleeper = new Actor(Guid.NewGuid(), "Sleeper", May.ToHashSet(), null);
        Interlocked.Increment(ref _staleSent);
        var result = Counted(await TimedAsync(async () => await node.GetRequiredService<RecordStep>().Run(
            new()
            {
                CommandId = Guid.NewGuid(),
                PracticeId = other.PracticeId,
                DenialId = other.DenialId,
                Version = await VersionAsync(other, cancellation),
                Lease = mine - 1,
                Kind = DenialStepKind.Start,
            },
            sleeper, cancellation)));
        if (result.Done) { Interlocked.Increment(ref _staleAccepted); }
    }

    private StepResult Counted(StepResult result)
    {
        if (!result.Done) { Interlocked.Increment(ref _refused); }

        return result;
    }

    private async Task<T> TimedAsync<T>(Func<Task<T>> command)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = await command();
        _times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        return answer;
    }

    /// <summary>People read before they press: between half and one and a half of the usual pause.</summary>
    private Task ThinkAsync(Random chance, CancellationToken cancellation) => Task.Delay(think * (0.5 + chance.NextDouble()), cancellation);

    private async Task<int> VersionAsync(DenialAddress at, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select version from denial where practice_id = $1 and denial_id = $2");
        command.Parameters.Add(new() { Value = at.PracticeId });
        command.Parameters.Add(new() { Value = at.DenialId });
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Every step has to begin with the owner the one before left, and a take with nobody.</summary>
    private Task<long> DoubleOwnersAsync() => CountAsync(
        """
        select count(*) from (
            select s.step, s.before->>'assigned_to' as owner, lag(s.after->>'assigned_to') over w as left_by, row_number() over w as n
            from denial_step s window w as (partition by s.practice_id, s.denial_id order by s.step_id)) x
        where (x.step = 'taken' and x.owner is not null) or (x.n > 1 and x.owner is distinct from x.left_by)
        """);

    private async Task<long> LostAsync()
    {
        var lost = await CountAsync(
            "select count(*) from unnest($1::text[]) t where not exists (select 1 from denial_note n where n.text = t)", [.. _notes]);
        await using var command = database.CreateCommand(
            "select count(*) from unnest($1::uuid[], $2::bigint[]) as x (command, denial) where not exists (select 1 from denial_step s where s.command_id = x.command and s.denial_id = x.denial)");
        command.CommandTimeout = 0;
        command.Parameters.Add(new() { Value = _steps.Select(s => s.Command).ToArray() });
        command.Parameters.Add(new() { Value = _steps.Select(s => s.Denial).ToArray() });
        return lost + (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<long> CountAsync(string sql, string[]? texts = null)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 0;
        if (texts is not null) { command.Parameters.Add(new() { Value = texts }); }

        return (long)(await command.ExecuteScalarAsync())!;
    }
}
