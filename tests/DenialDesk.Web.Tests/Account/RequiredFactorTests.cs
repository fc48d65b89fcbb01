using System.Net;
using DenialDesk.App.People;

namespace DenialDesk.Web.Tests.Account;

/// <summary>A desk that wants a second factor of everybody.</summary>
public sealed class RequiredFactorTests(Site site) : IClassFixture<Site>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_sees_a_patient_on_a_password_alone()
    {
        using var admin = await site.VisitAsAsync("admin");
        using var biller = await site.VisitAsAsync("biller");
        var me = await site.ScalarAsync<Guid>($"select id from identity_users where email = '{Site.EmailOf("admin")}'");
        var actor = (await site.Get<FindActor>().Run(me, null, Stop))!;
        Assert.Equal("yourself_first", (await site.Get<RequireSecondFactor>().Run(new() { Required = true }, actor, Stop))!.Code);

        await SecondFactorTests.ConfirmAsync(admin, await SecondFactorTests.BeginAsync(admin));
        Assert.Null(await site.Get<RequireSecondFactor>().Run(new() { Required = true }, actor, Stop));

        using var ended = await biller.GetAsync(Routes.Payers);
        Assert.Contains(Routes.SignIn, ended.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var again = await site.VisitAsAsync("biller");
        foreach (var path in new[] { Routes.Payers, Routes.PayersCsv, Routes.Queue, Routes.QueueCsv })
        {
            using var answer = await again.GetAsync(path);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.Equal(Routes.SecondFactor, answer.Headers.Location!.ToString());
        }

        await SecondFactorTests.ConfirmAsync(again, await SecondFactorTests.BeginAsync(again));
        using var open = await again.GetAsync(Routes.QueueCsv);
        using var still = await admin.GetAsync(Routes.QueueCsv);
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }
}
