using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Microsoft.AspNetCore.Identity;

namespace DenialDesk.App.Tests.People;

public sealed class PrepareDemoTests(Cluster cluster) : DeskFixture(cluster)
{
    private static readonly DateOnly Day = new(2026, 6, 30);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_empty_database_becomes_a_demo_with_four_people_who_can_sign_in()
    {
        var result = await Get<PrepareDemo>().Run(new() { LastDay = Day }, Actor.Desk, Stop);

        Assert.Equal(new(Day, false), result);
        foreach (var person in PrepareDemo.People)
        {
            var hash = (string)(await ScalarAsync("select password_hash from identity_users where normalized_user_name = upper($1) and is_demo", person.UserName))!;
            Assert.Equal(PasswordVerificationResult.Success, new PasswordHasher<DeskUser>().VerifyHashedPassword(new DeskUser(), hash, person.Password));
            var id = (Guid)(await ScalarAsync("select id from identity_users where user_name = $1", person.UserName))!;
            Assert.Equal(Roles.Of(person.Role), (await Get<FindActor>().Run(id, null, Stop))!.Permissions);
        }
    }

    [Fact]
    public async Task A_second_start_finds_the_first_ones_demo_and_adds_nobody()
    {
        await Get<PrepareDemo>().Run(new() { LastDay = Day }, Actor.Desk, Stop);
        await Get<FinishDemo>().Run(Actor.Desk, Stop);

        var again = await Get<PrepareDemo>().Run(new() { LastDay = Day.AddDays(40) }, Actor.Desk, Stop);

        Assert.Equal(new(Day, true), again);
        Assert.Equal(4L, await ScalarAsync("select count(*) from identity_users"));
    }

    [Fact]
    public async Task A_desk_with_a_person_is_refused_and_left_alone()
    {
        await ScalarAsync(
            """
            insert into identity_users (id, display_name, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
            values (gen_random_uuid(), 'Somebody', false, false, false, true, 0)
            """);

        var result = await Get<PrepareDemo>().Run(new() { LastDay = Day }, Actor.Desk, Stop);

        Assert.Equal("not_a_demo", result.Refusal?.Code);
        Assert.Equal(1L, await ScalarAsync("select count(*) from identity_users"));
        Assert.Equal(0L, await ScalarAsync("select count(*) from desk_fact where name like 'demo%'"));
    }

    [Fact]
    public async Task A_desk_with_a_file_is_refused()
    {
        await this.ImportAsync("835-pipes.835");

        Assert.Equal("not_a_demo", (await Get<PrepareDemo>().Run(new() { LastDay = Day }, Actor.Desk, Stop)).Refusal?.Code);
    }

    [Fact]
    public async Task A_real_desk_is_never_marked_as_a_loaded_demo()
    {
        await Get<FinishDemo>().Run(Actor.Desk, Stop);

        Assert.Equal(0L, await ScalarAsync("select count(*) from desk_fact where name = 'demo_loaded'"));
    }
}
