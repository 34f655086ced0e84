/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The household: what is kept survives, what cannot be read is left, and all goes with the profile. All names and numbers are made up. */
#define G_LOG_DOMAIN "hoso"

#include "form-test.h"
#include "form/profile/hs-household.h"
#include "form/profile/hs-identity-card.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct
{
  HsWorld *world;
  HsStore *store;
  HsHousehold *household;
} House;

static void
house_open (House *h)
{
  g_autoptr (GError) error = NULL;

  h->store = hs_store_open (h->world, &error);
  g_assert_no_error (error);
  h->household = hs_household_open (h->store, h->world, &error);
  g_assert_no_error (error);
}

static void
house_close (House *h)
{
  g_assert_finalize_object (g_steal_pointer (&h->household));
  g_clear_object (&h->store);
}

static HsPerson *
house_put (House *h, const char *json)
{
  g_autoptr (HsPerson) person = form_test_person (json);
  g_autoptr (GError) error = NULL;
  HsPerson *stored = NULL;

  hs_household_put (h->household, person, &stored, &error);
  g_assert_no_error (error);
  return stored;
}

/* "A B C" */
static char *
house_names (House *h)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (h->household)); i++)
    {
      g_autoptr (HsPerson) person = g_list_model_get_item (G_LIST_MODEL (h->household), i);

      g_string_append_printf (names, "%s%s", i > 0 ? " " : "", hs_person_get_name (person));
    }
  return g_string_free (names, FALSE);
}

static void
assert_names (House *h, const char *expected)
{
  g_autofree char *names = house_names (h);

  g_assert_cmpstr (names, ==, expected);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_household_keeps (void)
{
  House h = { hs_test_world_new (), NULL, NULL };
  g_autoptr (HsPerson) middle = NULL;
  g_autoptr (HsPerson) full = form_test_full_person ();
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  guint n = 0, several = 0;

  house_open (&h);
  g_signal_connect_swapped (h.household, "items-changed", G_CALLBACK (count_cb), &n);
  house_put (&h, "{'fullName': 'A', 'relation': 'self'}");
  middle = g_object_ref (house_put (&h, "{'fullName': 'Bé Nguyễn', 'birthDate': '2020'}"));
  house_put (&h, "{'fullName': 'C', 'identityNumber': '001190000123'}");
  assert_names (&h, "A Bé Nguyễn C");
  g_assert_cmpuint (n, ==, 3);
  id = g_strdup (hs_person_get_id (middle));

  /* one that is changed keeps its place, also after it was removed and put back */
  house_close (&h);
  house_open (&h);
  assert_names (&h, "A Bé Nguyễn C");
  g_assert_true (hs_person_equal (hs_household_find (h.household, id), middle));
  g_assert_true (hs_household_remove (h.household, id, &error));
  assert_names (&h, "A C");
  g_assert_false (hs_household_remove (h.household, id, &error));
  g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (hs_household_put (h.household, middle, NULL, &error));
  assert_names (&h, "A Bé Nguyễn C");

  g_assert_nonnull (hs_household_look_up (h.household, "be nguyen", NULL));
  g_assert_nonnull (hs_household_look_up (h.household, id, NULL));
  id[10] = '\0';
  g_assert_nonnull (hs_household_look_up (h.household, id, NULL));
  g_assert_null (hs_household_look_up (h.household, "x", &several));
  g_assert_nonnull (hs_household_find_number (h.household, "001190000123"));

  /* the citizen is one */
  house_put (&h, "{'fullName': 'A', 'relation': 'self'}");
  assert_names (&h, "A Bé Nguyễn C A");
  g_assert_null (hs_household_look_up (h.household, "A", &several));
  g_assert_cmpuint (several, ==, 2);
  {
    g_autoptr (HsPerson) first = g_list_model_get_item (G_LIST_MODEL (h.household), 0);

    g_assert_cmpstr (hs_person_get_relation (first), ==, "other");
  }
  g_assert_true (hs_household_put (h.household, full, NULL, &error));
  house_close (&h);
  hs_test_world_free (h.world);
}

static void
test_household_knows_people_again (void)
{
  static const struct
  {
    const char *json;
    const char *street; /* of whom it is; NULL: nobody */
  } cases[] = {
    { "{'fullName': 'X', 'identityNumber': '001190000123'}", "1" },
    { "{'fullName': 'X', 'identityNumber': '001190000124'}", NULL },
    { "{'fullName': 'HOA', 'identityNumber': '001190000124', 'birthDate': '1990'}", NULL },
    { "{'fullName': 'HOA', 'birthDate': '1990'}", "1" },
    { "{'fullName': 'hoa'}", NULL },
    { "{'fullName': 'bé na', 'birthDate': '2020-01-02', 'identityNumber': '001320000001'}", "2" },
  };
  House h = { hs_test_world_new (), NULL, NULL };

  house_open (&h);
  house_put (
    &h,
    "{'fullName': 'Hoa', 'birthDate': '1990', 'identityNumber': '001190000123', 'street': '1'}");
  house_put (&h, "{'fullName': 'Bé Na', 'birthDate': '2020-01-02', 'street': '2'}");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HsPerson) person = form_test_person (cases[i].json);
      HsPerson *same = hs_household_find_same (h.household, person);

      g_test_message ("%s", cases[i].json);
      g_assert_cmpstr (same != NULL ? hs_person_get (same, "street") : NULL, ==, cases[i].street);
    }
  house_close (&h);
  hs_test_world_free (h.world);
}

static void
test_card_merges (void)
{
  g_autoptr (HsPerson) known =
    form_test_person ("{'fullName': 'Hoa', 'commune': '00004', 'street': 'Ngõ 5',"
                      " 'phone': '0912345678', 'relation': 'mother', 'id': 'a'}");
  g_autoptr (HsPerson) vague = form_test_person (
    "{'fullName': 'Nguyễn Thị Hoa', 'street': 'Ngõ 5, Ba Đình, Hà Nội', 'id': 'b'}");
  g_autoptr (HsPerson) sure =
    form_test_person ("{'fullName': 'Hoa', 'commune': '00008', 'street': 'Ngõ 6'}");
  g_autoptr (HsPerson) first = hs_identity_card_merge (known, vague, NULL);
  g_autoptr (HsPerson) second = hs_identity_card_merge (known, sure, NULL);

  g_assert_cmpstr (hs_person_get_name (first), ==, "Nguyễn Thị Hoa");
  g_assert_cmpstr (hs_person_get_id (first), ==, "a");
  g_assert_cmpstr (hs_person_get (first, "street"), ==, "Ngõ 5");
  g_assert_cmpstr (hs_person_get (first, "phone"), ==, "0912345678");
  g_assert_cmpstr (hs_person_get_relation (first), ==, "mother");
  g_assert_cmpstr (hs_person_get (second, "commune"), ==, "00008");
  g_assert_cmpstr (hs_person_get (second, "street"), ==, "Ngõ 6");
}

static void
test_household_goes_with_the_profile (void)
{
  House h = { hs_test_world_new (), NULL, NULL };
  g_autoptr (GError) error = NULL;

  house_open (&h);
  house_put (&h, "{'fullName': 'A'}");
  g_assert_true (hs_store_delete_owner (h.store, "profile", &error));
  g_assert_true (hs_household_reload (h.household, &error));
  assert_names (&h, "");
  house_close (&h);
  house_open (&h);
  assert_names (&h, "");
  house_close (&h);
  hs_test_world_free (h.world);
}

static void
test_household_leaves_what_it_cannot_read (void)
{
  House h = { hs_test_world_new (), NULL, NULL };
  g_autoptr (JsonNode) newer =
    form_test_json ("{'version': 2, 'added': 1, 'person': {'fullName': 'B', 'soul': 'old'}}");
  g_autoptr (JsonNode) bad =
    form_test_json ("{'version': 1, 'added': 1, 'person': {'fullName': 7}}");
  g_autoptr (JsonNode) kept = NULL;
  g_autoptr (GError) error = NULL;

  house_open (&h);
  house_put (&h, "{'fullName': 'A'}");
  g_assert_true (hs_store_put (h.store, "person", "newer", "profile", 1, newer, &error));
  g_assert_true (hs_store_put (h.store, "person", "bad", "profile", 1, bad, &error));
  house_close (&h);
  house_open (&h);
  assert_names (&h, "A");
  g_assert_cmpuint (g_strv_length ((char **) hs_household_get_unreadable (h.household)), ==, 2);
  kept = hs_store_get (h.store, "person", "newer", &error);
  g_assert_true (hs_json_equal (kept, newer));
  house_close (&h);
  hs_test_world_free (h.world);
}

static void
test_household_has_an_end (void)
{
  House h = { hs_test_world_new (), NULL, NULL };
  g_autoptr (HsPerson) one_more = form_test_person ("{'fullName': 'Z'}");
  g_autoptr (GError) error = NULL;

  house_open (&h);
  for (guint i = 0; i < 100; i++)
    house_put (&h, "{'fullName': 'A'}");
  g_assert_false (hs_household_put (h.household, one_more, NULL, &error));
  g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PERSON);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (h.household)), ==, 100);
  house_close (&h);
  hs_test_world_free (h.world);
}

static void
test_household_async (void)
{
  House h = { hs_test_world_new (), NULL, NULL };
  g_autoptr (HsPerson) a = form_test_person ("{'fullName': 'A'}"),
                       b = form_test_person ("{'fullName': 'B'}");
  g_autoptr (HsPerson) stored = NULL;
  GAsyncResult *first = NULL, *second = NULL, *third = NULL;
  g_autoptr (GAsyncResult) first_done = NULL;
  g_autoptr (GAsyncResult) second_done = NULL;
  g_autoptr (GAsyncResult) third_done = NULL;
  g_autoptr (GError) error = NULL;

  house_open (&h);
  hs_household_put_async (h.household, a, NULL, hs_test_result_cb, &first);
  hs_household_put_async (h.household, b, NULL, hs_test_result_cb, &second);
  assert_names (&h, ""); /* not before it is on disk */
  first_done = hs_test_await (&first);
  second_done = hs_test_await (&second);
  stored = hs_household_put_finish (h.household, first_done, &error);
  g_assert_no_error (error);
  g_object_unref (hs_household_put_finish (h.household, second_done, &error));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (h.household)), ==, 2);
  hs_household_remove_async (h.household, hs_person_get_id (stored), NULL, hs_test_result_cb,
                             &third);
  third_done = hs_test_await (&third);
  g_assert_true (hs_household_remove_finish (h.household, third_done, &error));
  assert_names (&h, "B");
  g_clear_object (&first_done);
  g_clear_object (&second_done);
  g_clear_object (&third_done);
  house_close (&h);
  hs_test_world_free (h.world);
}

/* Puts people one after another and tells of each that is kept, until it is killed. */
static void
put_until_killed (HsWorld *world, int tell)
{
  House h = { world, NULL, NULL };

  house_open (&h);
  for (guint i = 0; i < 90; i++)
    {
      g_autofree char *json = g_strdup_printf ("{'fullName': 'A', 'street': '%u'}", i);

      house_put (&h, json);
      if (write (tell, "k", 1) != 1)
        _exit (1);
    }
  for (;;)
    pause ();
}

static void
test_household_survives_kill (void)
{
  GRand *rand = g_rand_new_with_seed (form_test_seed ());

  for (guint round = 0; round < 6; round++)
    {
      House h = { hs_test_world_new (), NULL, NULL };
      guint wanted = (guint) g_rand_int_range (rand, 1, 40), told = 0;
      int pipe_ends[2];
      char byte;
      pid_t child;

      g_assert_cmpint (pipe (pipe_ends), ==, 0);
      child = fork ();
      if (child == 0)
        {
          close (pipe_ends[0]);
          put_until_killed (h.world, pipe_ends[1]);
        }
      close (pipe_ends[1]);
      while (told < wanted && read (pipe_ends[0], &byte, 1) == 1)
        told++;
      kill (child, SIGKILL);
      while (read (pipe_ends[0], &byte, 1) == 1)
        told++; /* kept before it died */
      waitpid (child, NULL, 0);
      close (pipe_ends[0]);
      house_open (&h);
      g_test_message ("told of %u, kept %u", told,
                      g_list_model_get_n_items (G_LIST_MODEL (h.household)));
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (h.household)), >=, told);
      g_assert_null (hs_household_get_unreadable (h.household)[0]);
      for (guint i = 0; i < told; i++)
        {
          g_autoptr (HsPerson) person = g_list_model_get_item (G_LIST_MODEL (h.household), i);
          g_autofree char *street = g_strdup_printf ("%u", i);

          g_assert_cmpstr (hs_person_get (person, "street"), ==, street);
        }
      house_close (&h);
      hs_test_world_free (h.world);
    }
  g_rand_free (rand);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/household/keeps", test_household_keeps);
  g_test_add_func ("/form/household/wiped", test_household_goes_with_the_profile);
  g_test_add_func ("/form/household/unreadable", test_household_leaves_what_it_cannot_read);
  g_test_add_func ("/form/household/end", test_household_has_an_end);
  g_test_add_func ("/form/household/async", test_household_async);
  g_test_add_func ("/form/household/kill", test_household_survives_kill);
  g_test_add_func ("/form/household/same", test_household_knows_people_again);
  g_test_add_func ("/form/household/merge", test_card_merges);
  return g_test_run ();
}
