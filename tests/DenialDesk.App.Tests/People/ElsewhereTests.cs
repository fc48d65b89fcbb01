using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Tests.People;

/// <summary>
/// What each use case of docs/rules/access.csv answers somebody of another practice who holds every permission. Whatever takes a practice refuses ("refused":
/// nothing, or a sentence), and whatever else stands behind the wall answers without a trace of the other practice ("empty"); a row says so where it is
/// otherwise. Duties of the whole desk and of oneself are left out. Every one is asked for the other practice's rows by their true numbers, and afterwards not
/// one of those rows is another.
/// </summary>
public sealed class ElsewhereTests(ElsewhereTests.Desk desk) : IClassFixture<ElsewhereTests.Desk>
{
    private static readonly JsonSerializerOptions Whole = new() { IncludeFields = true };

    private const string Marker = "Zyxwvelsewhere";
    private const decimal Dollars = 7_654_321.09m;

    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_of_another_practice_is_told_or_changes_anything()
    {
        var before = await desk.ContentAsync();
        var wrong = new List<string>();
        var asked = Rows();
        foreach (var (surface, expected) in asked)
        {
            var said = await AskAsync(surface, expected);
            if (said is not null) { wrong.Add($"{surface}: the table says “{expected}”, {said}"); }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
        Assert.Equal(before, await desk.ContentAsync());
        Assert.True(asked.Count(r => r.Elsewhere == "refused") >= 15);
        Assert.True(asked.Count >= 50);
    }

    /// <summary>What is wrong with its answer; null when it is as the table says.</summary>
    private async Task<string?> AskAsync(string surface, string expected)
    {
        var type = TypeOf(surface);
        // What belongs to signing in is registered with the site ("site"); ElsewhereHttpTests asks it there.
        if (desk.Services.GetService(type) is not { } useCase) { return expected == "site" ? null : "it is not registered"; }

        if (expected == "site") { return "it is registered without the site"; }

        var some = Actor.Desk with { UserId = desk.Person, Name = "Ann", PracticeIds = new HashSet<int> { desk.Ours } };
        var run = RunOf(type)!;
        var given = run.GetParameters().Select(p => p.ParameterType == typeof(Actor) ? some : p.ParameterType == typeof(CancellationToken) ? Stop : Given(p.Name!, p.ParameterType, true, 0)).ToArray();
        object? answer;
        try
        {
            var task = (Task)run.Invoke(useCase, BindingFlags.DoNotWrapExceptions, null, given, null)!;
            await task;
            answer = task.GetType().GetProperty("Result")!.GetValue(task);
        }
        catch (Exception e) when (e is NullReferenceException or ArgumentException)
        {
            return null;        // it stumbled over what it was given, before it told anything
        }

        var text = JsonSerializer.Serialize(answer, answer?.GetType() ?? typeof(object), Whole);
        if (text.Contains(Marker, StringComparison.OrdinalIgnoreCase) || text.Contains("7654321.09", StringComparison.Ordinal)) { return "it told of the other practice"; }

        return expected == "refused" && !Refused(answer) ? "it answered " + text[..Math.Min(200, text.Length)] : null;
    }

    private static bool Refused(object? answer) => answer switch
    {
        null or false or Refusal or 0 or 0L => true,
        ITuple tuple => Enumerable.Range(0, tuple.Length).Any(i => tuple[i] is Refusal) || Enumerable.Range(0, tuple.Length).All(i => tuple[i] is null or false or 0 or 0L),
        ICollection { Count: 0 } => true,
        _ => answer.GetType().GetProperty("Refusal")?.GetValue(answer) is Refusal || answer.GetType().GetProperty("Refusals")?.GetValue(answer) is ICollection { Count: > 0 }
            || answer.GetType().GetProperties().All(p => p.GetValue(answer) is null or false or 0 or 0L or ICollection { Count: 0 }),
    };

    /// <summary>A value for a parameter or a property: the other practice's own numbers where the name asks for them.</summary>
    private object? Given(string name, Type type, bool required, int depth)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        var number = Number(name);
        if (plain == typeof(int) || plain == typeof(long)) { return number is not null || required ? Convert.ChangeType(number ?? 1, plain, null) : null; }

        if (!required && name is not ("All" or "Export")) { return plain == typeof(bool) && type == plain ? false : type.IsValueType && type == plain ? Activator.CreateInstance(type) : Empty(plain); }

        return plain == typeof(string) ? "x"
            : plain == typeof(bool) ? name is "All" or "Export"
            : plain == typeof(Guid) ? Guid.NewGuid()
            : plain == typeof(DateOnly) ? new DateOnly(2026, 4, 15)
            : plain.IsValueType ? Activator.CreateInstance(plain)
            : Empty(plain) ?? (depth < 2 && plain is { IsClass: true, IsAbstract: false } && !typeof(Delegate).IsAssignableFrom(plain) ? Filled(plain, depth) : null);
    }

    private static object? Empty(Type type)
        => type.IsArray ? Array.CreateInstance(type.GetElementType()!, 0)
            : type.IsGenericType && type.IsAssignableFrom(type.GetGenericArguments()[0].MakeArrayType()) ? Array.CreateInstance(type.GetGenericArguments()[0], 0)
            : null;

    private object Filled(Type type, int depth)
    {
        var made = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in type.GetProperties().Where(p => p.CanWrite))
        {
            property.SetValue(made, Given(property.Name, property.PropertyType, property.GetCustomAttribute<RequiredMemberAttribute>() is not null, depth + 1));
        }

        return made;
    }

    private long? Number(string name) => name.ToUpperInvariant() switch
    {
        "PRACTICEID" or "PRACTICE" => desk.Theirs,
        "DENIALID" or "DENIAL" => desk.TheirDenial,
        "CLAIMID" or "CLAIM" => desk.TheirClaim,
        "REMITTANCEID" or "REMITTANCE" => desk.TheirRemittance,
        "FILEID" or "FILE" => desk.TheirFile,
        "TAKE" => 100,
        "VERSION" or "ORDINAL" => 1,
        _ => null,
    };

    private static Type? InputOf(string surface) => RunOf(TypeOf(surface))?.GetParameters().FirstOrDefault(p => p.ParameterType.Name == "Input")?.ParameterType;

    private static Type TypeOf(string surface) => typeof(Actor).Assembly.GetType("DenialDesk.App." + surface.Replace('/', '.'), throwOnError: true)!;

    private static MethodInfo? RunOf(Type type)
        => Array.Find(type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly), m => m.Name == "Run" && m.GetParameters().Any(p => p.ParameterType == typeof(Actor)));

    /// <summary>The use cases to ask, each with what it is to answer.</summary>
    private static List<(string Surface, string Elsewhere)> Rows()
        => [.. from line in File.ReadLines(Path.Combine(SampleFiles.RepositoryRoot(), "docs", "rules", "access.csv")).Skip(1)
               let cells = line.Split(',')
               where !cells[0].StartsWith("job ", StringComparison.Ordinal) && cells[1] != "own" && !Roles.OfTheWholeDesk.Contains(Enum.Parse<Permission>(cells[1]))
               select (cells[0], cells is [_, _, _, _, { Length: > 0 } said, ..] ? said : TakesPractice(cells[0]) ? "refused" : "empty")];

    private static bool TakesPractice(string surface) => InputOf(surface)?.GetProperty("PracticeId")?.GetCustomAttribute<RequiredMemberAttribute>() is not null;

    /// <summary>Two practices; everything of the second carries a marker that no answer for the first may hold.</summary>
    public sealed class Desk(Cluster cluster) : DeskFixture(cluster)
    {
        public int Ours { get; private set; }

        public int Theirs { get; private set; }

        public long TheirDenial { get; private set; }

        public long TheirClaim { get; private set; }

        public long TheirRemittance { get; private set; }

        public long TheirFile { get; private set; }

        public Guid Person { get; } = Guid.NewGuid();

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            var rows = new DenialRows(Database);
            var payer = await rows.PayerAsync("Both Health");
            Ours = await rows.PracticeAsync("Ours");
            await rows.AddAsync(new() { Practice = Ours, Payer = payer, Denied = 10m });
            Theirs = await rows.PracticeAsync(Marker);
            TheirDenial = await rows.AddAsync(new() { Practice = Theirs, Payer = payer, Charge = Dollars, Denied = Dollars });
            TheirClaim = (long)(await ScalarAsync("select claim_id from denial where practice_id = $1", Theirs))!;
            TheirRemittance = (long)(await ScalarAsync("select remittance_id from remittance where practice_id = $1", Theirs))!;
            TheirFile = (long)(await ScalarAsync("select file_id from remittance where practice_id = $1", Theirs))!;
            await using (var connection = await Database.OpenConnectionAsync(Stop))
            {
                // What the payer said is history: only its owner's back door writes the marker into it.
                await using var mark = new Npgsql.NpgsqlCommand(
                    $"""
                    set session_replication_role = replica;
                    update claim set patient_control_number = '{Marker}' where practice_id = {Theirs};
                    update adjudication set patient_control_number = '{Marker}' where practice_id = {Theirs};
                    update denial set patient_control_number = '{Marker}', patient_name = '{Marker}', search = lower('{Marker}') where practice_id = {Theirs};
                    set session_replication_role = default
                    """, connection);
                await mark.ExecuteNonQueryAsync(Stop);
            }

            await ScalarAsync(
                "insert into identity_users (id, user_name, display_name, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count) values ($1, 'ann', 'Ann', true, false, false, false, 0)",
                Person);
        }

        /// <summary>One hash over every row of the other practice in every table.</summary>
        public async Task<string> ContentAsync()
        {
            var tables = (string[])(await ScalarAsync(
                """
                select array_agg(c.relname::text order by c.relname) from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind = 'r' join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
                where a.attname = 'practice_id' and not a.attisdropped
                """))!;
            var union = string.Join(" union all ", tables.Select(t => $"select '{t}' || md5(string_agg(t::text, '' order by t::text)) as h from {t} t where practice_id = $1"));
            return (string)(await ScalarAsync($"select string_agg(h, ',' order by h) from ({union}) x", Theirs))!;
        }
    }
}
