/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People: what is taken of a card, what a household keeps, what fills a declaration, and the way back. All names and
 * numbers are made up. */
#define G_LOG_DOMAIN "hoso"

#include "form-test.h"
#include "form/hs-form-fill.h"
#include "form/profile/hs-household.h"
#include "form/profile/hs-identity-card.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static HsPerson *
make (const char *json)
{
  g_autoptr (JsonNode) node = form_test_json (json);
  g_autoptr (GError) error = NULL;
  HsPerson *person = hs_person_new (node, NULL, NULL, &error);

  g_assert_no_error (error);
  return person;
}

static HsPerson *
make_full (void)
{
  return make (
    "{'fullName': 'Nguyễn Thị Hoa', 'sex': 'female', 'birthDate': '1990-02-01',"
    " 'identityNumber': '001190000123', 'oldIdentityNumber': '012345678',"
    " 'identityIssued': '2021-09-05', 'identityIssuer': 'Bộ Công an',"
    " 'identityExpires': '2030-02-01', 'passportNumber': 'B1234567', 'nationality': 'VN',"
    " 'ethnicGroup': '01', 'religion': 'Phật giáo', 'birthPlace': 'Hà Nội',"
    " 'homeTown': 'Hà Nội', 'commune': '00004', 'street': 'Số 12, ngõ 5',"
    " 'phone': '0912345678', 'email': 'hoa@example.vn', 'occupation': 'Giáo viên',"
    " 'taxCode': '0100109106', 'insuranceNumber': '0123456789', 'relation': 'spouse'}");
}

/* A person. */

static void
test_person_is_normalised (void)
{
  g_autoptr (HsPerson) person = make (
    "{'fullName': '  Nguye\xcc\x82\xcc\x83n   Thi\xcc\xa3 Hoa ', 'identityNumber': '001 190 000 "
    "123',"
    " 'birthDate': '1/2/1990', 'phone': '0912.345.678', 'street': 'Số 1\\nngõ 2', 'email': ' ',"
    " 'religion': null}");
  HsDate today = { 2026, 1, 31 };

  g_assert_cmpstr (hs_person_get_name (person), ==, "Nguyễn Thị Hoa");
  g_assert_cmpstr (hs_person_get (person, "identityNumber"), ==, "001190000123");
  g_assert_cmpstr (hs_person_get (person, "birthDate"), ==, "1990-02-01");
  g_assert_cmpstr (hs_person_get (person, "phone"), ==, "0912345678");
  g_assert_cmpstr (hs_person_get (person, "street"), ==, "Số 1 ngõ 2");
  g_assert_null (hs_person_get (person, "email"));
  g_assert_null (hs_person_get (person, "religion"));
  g_assert_cmpint (hs_person_get_age (person, &today), ==, 35);
}

static void
test_person_refuses (void)
{
  static const struct
  {
    const char *json;
    const char *where; /* (nullable) */
  } cases[] = {
    { "[]", NULL },
    { "{}", "fullName" },
    { "{'fullName': ''}", "fullName" },
    { "{'fullName': 'A1'}", "fullName" },
    { "{'fullName': 7}", "fullName" },
    { "{'fullName': 'A', 'shoeSize': '42'}", NULL },
    { "{'fullName': 'A', 'sex': 'nam'}", "sex" },
    { "{'fullName': 'A', 'birthDate': '1990-13-01'}", "birthDate" },
    { "{'fullName': 'A', 'identityNumber': '12345'}", "identityNumber" },
    { "{'fullName': 'A', 'oldIdentityNumber': '1234567'}", "oldIdentityNumber" },
    { "{'fullName': 'A', 'identityIssued': '2021'}", "identityIssued" },
    { "{'fullName': 'A', 'passportNumber': 'B 1'}", "passportNumber" },
    { "{'fullName': 'A', 'nationality': 'Viet'}", "nationality" },
    { "{'fullName': 'A', 'ethnicGroup': '99'}", "ethnicGroup" },
    { "{'fullName': 'A', 'commune': '01'}", "commune" },
    { "{'fullName': 'A', 'phone': '113'}", "phone" },
    { "{'fullName': 'A', 'email': 'a@b'}", "email" },
    { "{'fullName': 'A', 'taxCode': '0100109107'}", "taxCode" },
    { "{'fullName': 'A', 'insuranceNumber': '1'}", "insuranceNumber" },
    { "{'fullName': 'A', 'relation': 'uncle'}", "relation" },
    { "{'fullName': 'A', 'id': '../x'}", "id" },
    { "{'fullName': 'A', 'street': {'a': 1}}", "street" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = form_test_json (cases[i].json);
      g_autoptr (GError) error = NULL;
      HsPersonField where = "?";

      g_test_message ("%s", cases[i].json);
      g_assert_null (hs_person_new (node, NULL, &where, &error));
      g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PERSON);
      g_assert_cmpstr (where, ==, cases[i].where);
      g_assert_true (where == NULL || g_str_has_prefix (error->message, where));
    }
}

static void
test_person_commune_must_be_there (void)
{
  FormTest t;
  g_autoptr (JsonNode) node = form_test_json ("{'fullName': 'A', 'commune': '99999'}");
  g_autoptr (GError) error = NULL;

  form_test_set_up (&t, "khai-sinh");
  g_assert_null (hs_person_new (node, t.units, NULL, &error));
  g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PERSON);
  form_test_tear_down (&t);
}

static void
test_person_age (void)
{
  static const struct
  {
    const char *birth;
    int age;
  } cases[] = { { "2026-11-24", 0 },  { "2026-11-25", -1 }, { "1990-11-24", 36 },
                { "1990-11-25", 35 }, { "1990-12", 35 },    { "1990", 35 },
                { "2026", 0 },        { "2027", -1 } };
  const HsDate today = { 2026, 11, 24 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json =
        g_strdup_printf ("{'fullName': 'A', 'birthDate': '%s'}", cases[i].birth);
      g_autoptr (HsPerson) person = make (json);

      g_test_message ("%s", cases[i].birth);
      g_assert_cmpint (hs_person_get_age (person, &today), ==, cases[i].age);
    }
}

/* A card. */

#define GOOD                                                                                       \
  "001190000123|012345678|Nguyễn Thị Hoa|01021990|Nữ|Số 12, ngõ 5, Ba Đình, Hà Nội|05092021"

static void
test_card_reads (void)
{
  static const struct
  {
    const char *text;
    const char *json; /* members that must be so, ' for " */
    guint doubts;
  } cases[] = {
    { GOOD,
      "{'fullName': 'Nguyễn Thị Hoa', 'sex': 'female', 'birthDate': '1990-02-01',"
      " 'identityNumber': '001190000123', 'oldIdentityNumber': '012345678',"
      " 'identityIssued': '2021-09-05', 'nationality': 'VN',"
      " 'identityIssuer': 'Cục Cảnh sát quản lý hành chính về trật tự xã hội',"
      " 'street': 'Số 12, ngõ 5, Ba Đình, Hà Nội'}",
      HS_CARD_DOUBT_COMMUNE },
    /* after July 2025 the address has two tiers, and the name is a commune's */
    { "001190000123||Nguyễn Thị Hoa|01021990|Nữ|Số 12, ngõ 5, Ba Đình, Hà Nội|05092025",
      "{'commune': '00004', 'street': 'Số 12, ngõ 5', 'identityIssuer': 'Bộ Công an'}", 0 },
    { "001190000123||Nguyễn Thị Hoa|01021990|Nữ|P. Ba Đình, TP Hà Nội|05092025",
      "{'commune': '00004', 'street': null}", 0 },
    { "001190000123||Nguyễn Thị Hoa|01021990|Nữ|Ngõ 5, Phường Ba Đình, Thành phố Hà Nội",
      "{'commune': '00004', 'street': 'Ngõ 5', 'identityIssued': null}", 0 },
    /* the kind is another: not that commune */
    { "001190000123||Nguyễn Thị Hoa|01021990|Nữ|Xã Ba Đình, Hà Nội|05092025",
      "{'commune': null, 'street': 'Xã Ba Đình, Hà Nội'}", HS_CARD_DOUBT_COMMUNE },
    { "001190000123||Nguyễn Thị Hoa|01021990|Nữ|Somewhere|05092025", "{'commune': null}",
      HS_CARD_DOUBT_COMMUNE },
    /* byte order mark, spaces, CRLF, NFD */
    { "\xef\xbb\xbf 001190000123 | 012345678 | Nguye\xcc\x82\xcc\x83n Thi\xcc\xa3 Hoa | 01021990 | "
      "Nu\xcc\x9b\xcc\x83 | | 05092021 \r\n",
      "{'fullName': 'Nguyễn Thị Hoa', 'sex': 'female', 'street': null}", 0 },
    { "001 190 000 123||NGUYỄN THỊ HOA|01021990|nu||", "{'fullName': 'NGUYỄN THỊ HOA'}", 0 },
    { "001190000123||Nguyễn Thị Hoa|01021990|Nữ|", "{'identityIssued': null}", 0 },
    { "001190000123||Nguyễn Thị Hoa|00001990|Nữ|", "{'birthDate': '1990'}", 0 },
    { "001190000123||Nguyễn Thị Hoa|00021990|Nữ|", "{'birthDate': '1990-02'}", 0 },
    { "001190000123||Nguyễn Thị Hoa|1990|Nữ|", "{'birthDate': '1990'}", 0 },
    { "001090000123||Nguyễn Thị Hoa|01021990|Nữ|", "{'sex': 'female'}", HS_CARD_DOUBT_SEX },
    { "001190000123||Nguyễn Thị Hoa|01021991|Nữ|", "{}", HS_CARD_DOUBT_BIRTH_YEAR },
    { "001390000123||Nguyễn Thị Hoa|01021990|Nữ|", "{}", HS_CARD_DOUBT_BIRTH_YEAR },
    { "001305000123||Bé Na|01022005|Nữ||01012004", "{}", HS_CARD_DOUBT_ISSUED },
    { GOOD "|Nguyễn Văn Cha|001060000001", "{'identityIssued': '2021-09-05'}",
      HS_CARD_DOUBT_MORE | HS_CARD_DOUBT_COMMUNE },
    { "001190000123||Nguyễn Thị Hoa|01021990|Nữ||unknown|x", "{'identityIssued': null}",
      HS_CARD_DOUBT_MORE },
  };
  FormTest t;

  form_test_set_up (&t, "khai-sinh");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      HsCardDoubts doubts;
      g_autoptr (HsPerson) person =
        hs_identity_card_parse (cases[i].text, t.units, &doubts, NULL, &error);
      g_autoptr (JsonNode) expected = form_test_json (cases[i].json);
      JsonObjectIter iter;
      const char *name;
      JsonNode *value;

      g_test_message ("%s", cases[i].text);
      g_assert_no_error (error);
      g_assert_cmpuint (doubts, ==, cases[i].doubts);
      json_object_iter_init (&iter, json_node_get_object (expected));
      while (json_object_iter_next (&iter, &name, &value))
        g_assert_cmpstr (hs_person_get (person, name), ==, json_node_get_string (value));
    }
  form_test_tear_down (&t);
}

static void
test_card_refuses (void)
{
  static const struct
  {
    const char *text;
    HsCardPart part;
  } cases[] = {
    { "", HS_CARD_WHOLE },
    { "https://example.vn", HS_CARD_WHOLE },
    { "001190000123|012345678|Nguyễn Thị Hoa|01021990|Nữ", HS_CARD_WHOLE },
    { "\xff\xfe|||||", HS_CARD_WHOLE },
    { "00119000012|012345678|Hoa|01021990|Nữ||", HS_CARD_NUMBER },
    { "|||||", HS_CARD_NUMBER },
    { "00119000012x||Hoa|01021990|Nữ||", HS_CARD_NUMBER },
    { "001190000123|1234|Hoa|01021990|Nữ||", HS_CARD_OLD_NUMBER },
    { "001190000123|||01021990|Nữ||", HS_CARD_NAME },
    { "001190000123||<b>Hoa</b>|01021990|Nữ||", HS_CARD_NAME },
    { "001190000123||Hoa||Nữ||", HS_CARD_BIRTH },
    { "001190000123||Hoa|31021990|Nữ||", HS_CARD_BIRTH },
    { "001190000123||Hoa|00000000|Nữ||", HS_CARD_BIRTH },
    { "001190000123||Hoa|01021990|x||", HS_CARD_SEX },
    { "001190000123||Hoa|01021990|Nữ||32012020", HS_CARD_ISSUED },
    { "001190000123||Hoa|01021990|Nữ||2020", HS_CARD_ISSUED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      HsCardPart part;

      g_test_message ("%s", cases[i].text);
      g_assert_null (hs_identity_card_parse (cases[i].text, NULL, NULL, &part, &error));
      g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_CARD);
      g_assert_cmpint (part, ==, cases[i].part);
      /* a message goes into logs: nothing of the person in it */
      g_assert_null (strstr (error->message, "001190000123"));
    }
}

static void
test_card_hostile (void)
{
  g_autofree char *long_text = g_strnfill (100000, '|');
  g_autofree char *long_name = g_strnfill (2000, 'a');
  g_autofree char *named = g_strdup_printf ("001190000123||%s|01021990|Nữ||", long_name);
  g_autofree char *address = g_strdup_printf ("001190000123||Hoa|01021990|Nữ|%s|", long_name);
  const char *const texts[] = { long_text, named, address };
  const gsize length = strlen (GOOD);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (hs_identity_card_parse (texts[i], NULL, NULL, NULL, &error));
      g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_CARD);
    }
  /* cut at every byte: read or refused, with a reason */
  for (gsize i = 0; i < length; i++)
    {
      g_autofree char *cut = g_strndup (GOOD, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (HsPerson) person = hs_identity_card_parse (cut, NULL, NULL, NULL, &error);

      g_assert_true ((person == NULL) == (error != NULL));
    }
}

/* The household. */

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
  g_autoptr (HsPerson) person = make (json);
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
  g_autoptr (HsPerson) full = make_full ();
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
  g_autoptr (HsPerson) one_more = make ("{'fullName': 'Z'}");
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
  g_autoptr (HsPerson) a = make ("{'fullName': 'A'}"), b = make ("{'fullName': 'B'}");
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

/* Filling. */

#define MOTHER_IS_KNOWN "duChaMe"

static const HsFormOrigin *
origin_at (HsForm *form, const char *pointer)
{
  HsFormField *field = hs_form_find_field (form, pointer);

  g_assert_nonnull (field);
  return hs_form_field_get_origin (field);
}

static void
test_fill (void)
{
  FormTest t;
  g_autoptr (HsPerson) person = make_full ();
  g_autoptr (HsPerson) partial = make ("{'fullName': 'Trần Văn Nam', 'birthDate': '1988'}");
  g_autofree char *before = NULL, *after = NULL, *again = NULL;
  guint n, notified = 0;

  form_test_set_up (&t, "khai-sinh");
  before = form_test_snapshot (t.form);
  g_assert_cmpstr (hs_form_get_role_word (t.form, "mother"), ==, "mẹ");
  g_assert_cmpstr (hs_form_field_get_role (hs_form_find_field (t.form, "/me/hoTen")), ==, "mother");
  g_assert_null (hs_form_field_get_role (hs_form_find_field (t.form, "/con/hoTen")));
  g_signal_connect_swapped (hs_form_find_field (t.form, "/me/hoTen"), "notify::origin",
                            G_CALLBACK (count_cb), &notified);
  n = hs_form_fill_person (t.form, "mother", NULL, person, HS_FORM_ORIGIN_PROFILE);
  g_assert_cmpuint (n, >=, 4); /* the nationality was right already */
  form_test_assert_value (t.form, "/me/hoTen", "\"Nguyễn Thị Hoa\"");
  form_test_assert_value (t.form, "/me/ngaySinh", "\"1990-02-01\"");
  form_test_assert_value (t.form, "/me/danToc", "\"01\"");
  form_test_assert_value (t.form, "/me/soDinhDanh", "\"001190000123\"");
  g_assert_cmpstr (origin_at (t.form, "/me/hoTen")->name, ==, "Nguyễn Thị Hoa");
  g_assert_cmpint (origin_at (t.form, "/me/hoTen")->kind, ==, HS_FORM_ORIGIN_PROFILE);
  g_assert_null (origin_at (t.form, "/me/quocTich"));
  g_assert_cmpuint (notified, ==, 1);
  after = form_test_snapshot (t.form);

  /* one step back, and forth */
  hs_form_undo (t.form);
  g_assert_false (hs_form_can_undo (t.form));
  g_assert_null (origin_at (t.form, "/me/hoTen"));
  again = form_test_snapshot (t.form);
  g_assert_cmpstr (again, ==, before);
  hs_form_redo (t.form);
  g_free (again);
  again = form_test_snapshot (t.form);
  g_assert_cmpstr (again, ==, after);
  g_assert_nonnull (origin_at (t.form, "/me/hoTen"));

  /* what the citizen types is the citizen's; undoing it brings the origin back */
  hs_form_set_text (t.form, "/me/hoTen", "Nguyễn Thị Huệ");
  g_assert_null (origin_at (t.form, "/me/hoTen"));
  g_assert_nonnull (origin_at (t.form, "/me/soDinhDanh"));
  hs_form_undo (t.form);
  g_assert_nonnull (origin_at (t.form, "/me/hoTen"));

  /* a date that must be whole is not filled from a year; where a year will do, it is */
  hs_form_fill_person (t.form, "father", NULL, partial, HS_FORM_ORIGIN_CARD);
  form_test_assert_value (t.form, "/cha/ngaySinh", "\"1988\"");
  g_assert_cmpint (origin_at (t.form, "/cha/hoTen")->kind, ==, HS_FORM_ORIGIN_CARD);
  g_assert_cmpuint (hs_form_fill_person (t.form, "father", NULL, partial, HS_FORM_ORIGIN_CARD), ==,
                    0);
  g_assert_cmpuint (hs_form_fill_person (t.form, "witch", NULL, partial, HS_FORM_ORIGIN_CARD), ==,
                    0);
  form_test_tear_down (&t);
}

static void
test_preview (void)
{
  FormTest t;
  g_autoptr (HsPerson) person = make_full ();
  g_autoptr (GPtrArray) changes = NULL;
  HsFormFillChange *change;
  guint n;

  form_test_set_up (&t, "khai-sinh");
  changes = hs_form_preview_fill (t.form, "mother", NULL, person, &n);
  g_assert_cmpuint (changes->len, ==, 0);
  g_assert_cmpuint (n, >=, 4);
  hs_form_set_text (t.form, "/con/loaiKhaiSinh", MOTHER_IS_KNOWN);
  hs_form_set_text (t.form, "/me/hoTen", "Lê Thị Mai");
  hs_form_set_text (t.form, "/me/ngaySinh", "sometime");
  hs_form_set_text (t.form, "/me/danToc", "Kinh");
  g_clear_pointer (&changes, g_ptr_array_unref);
  changes = hs_form_preview_fill (t.form, "mother", NULL, person, NULL);
  g_assert_cmpuint (changes->len, ==, 2);
  change = changes->pdata[0];
  g_assert_cmpstr (change->pointer, ==, "/me/hoTen");
  g_assert_cmpstr (change->old_value, ==, "Lê Thị Mai");
  g_assert_cmpstr (change->new_value, ==, "Nguyễn Thị Hoa");
  change = changes->pdata[1];
  g_assert_cmpstr (change->old_value, ==, "sometime");
  g_assert_cmpstr (change->new_value, ==, "01/02/1990");
  form_test_assert_value (t.form, "/me/hoTen", "\"Lê Thị Mai\"");
  form_test_tear_down (&t);
}

static void
test_fill_row (void)
{
  FormTest t;
  g_autoptr (HsPerson) person = make_full ();
  g_autoptr (HsFormRow) row = NULL;
  g_autoptr (HsPerson) back = NULL;
  g_autoptr (GError) error = NULL;
  GListModel *rows;

  form_test_set_up (&t, "ho-gia-dinh");
  hs_form_set_text (t.form, "/coThanhVien", "true");
  hs_form_insert_row (t.form, "/thanhVien", 0);
  hs_form_insert_row (t.form, "/thanhVien", 1);
  rows = hs_form_field_get_rows (hs_form_find_field (t.form, "/thanhVien"));
  row = g_list_model_get_item (rows, 1);
  g_assert_cmpuint (hs_form_fill_person (t.form, "member", NULL, person, HS_FORM_ORIGIN_PROFILE),
                    ==, 0);
  g_assert_cmpuint (hs_form_fill_person (t.form, "member", row, person, HS_FORM_ORIGIN_PROFILE), ==,
                    2);
  form_test_assert_value (t.form, "/thanhVien/0/hoTen", "null");
  form_test_assert_value (t.form, "/thanhVien/1/hoTen", "\"Nguyễn Thị Hoa\"");
  hs_form_move_row (t.form, "/thanhVien", 1, 0);
  g_assert_nonnull (origin_at (t.form, "/thanhVien/0/hoTen"));
  back = hs_form_dup_person (t.form, "member", row, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (hs_person_get (back, "birthDate"), ==, "1990-02-01");
  g_clear_object (&row);
  form_test_tear_down (&t);
}

static void
test_back_to_a_person (void)
{
  FormTest t;
  g_autoptr (HsPerson) person = make_full ();
  g_autoptr (HsPerson) back = NULL;
  g_autoptr (GError) error = NULL;

  form_test_set_up (&t, "khai-sinh");
  g_assert_null (hs_form_dup_person (t.form, "mother", NULL, &error));
  g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PERSON);
  g_clear_error (&error);
  hs_form_set_text (t.form, "/con/loaiKhaiSinh", MOTHER_IS_KNOWN);
  hs_form_fill_person (t.form, "mother", NULL, person, HS_FORM_ORIGIN_PROFILE);
  hs_form_set_text (t.form, "/me/soDinhDanh", "12"); /* wrong: not taken along */
  back = hs_form_dup_person (t.form, "mother", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (hs_person_get_name (back), ==, "Nguyễn Thị Hoa");
  g_assert_cmpstr (hs_person_get (back, "sex"), ==, "female");
  g_assert_cmpstr (hs_person_get (back, "ethnicGroup"), ==, "01");
  g_assert_cmpstr (hs_person_get (back, "nationality"), ==, "VN");
  g_assert_null (hs_person_get (back, "identityNumber"));
  g_assert_null (hs_person_get_relation (back));
  form_test_tear_down (&t);
}

/* All that is shipped. */

static char *
draft_text (HsForm *form)
{
  g_autoptr (JsonNode) draft = hs_form_dup_draft (form);

  return hs_json_write (draft);
}

static void
assert_every_field_filled (HsForm *form, const char *id, const char *role)
{
  GListModel *sections = hs_form_get_sections (form);

  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr (HsFormSection) section = g_list_model_get_item (sections, i);
      GListModel *fields = hs_form_section_get_fields (section);

      for (guint k = 0; k < g_list_model_get_n_items (fields); k++)
        {
          g_autoptr (HsFormField) field = g_list_model_get_item (fields, k);

          if (g_strcmp0 (hs_form_field_get_role (field), role) != 0 ||
              hs_form_field_is_read_only (field))
            continue;
          if (hs_form_field_get_value (field) == NULL)
            g_error ("%s: %s stays empty when %s is filled", id, hs_form_field_get_pointer (field),
                     role);
        }
    }
}

static void
check_round_trip (FormTest *t)
{
  g_autoptr (HsForm) other = hs_form_new (t->package, t->world, t->units);
  g_autoptr (JsonNode) draft = hs_form_dup_draft (t->form);
  g_autofree char *text = hs_json_write (draft), *back = NULL;
  g_autoptr (GError) error = NULL;

  hs_form_load_draft (other, draft, &error);
  g_assert_no_error (error);
  back = draft_text (other);
  g_assert_cmpstr (back, ==, text);
}

static void
check_package (const char *id)
{
  FormTest t;
  g_autoptr (HsPerson) person = make_full ();
  g_autoptr (GPtrArray) roles = NULL;
  g_autofree char *empty = NULL, *undone = NULL;

  form_test_set_up (&t, id);
  roles = hs_form_list_roles (t.form);
  empty = draft_text (t.form);
  for (guint i = 0; i < roles->len; i++)
    {
      const char *role = roles->pdata[i];
      g_autofree char *before = draft_text (t.form), *after = NULL, *redone = NULL;

      g_test_message ("%s %s", id, role);
      hs_form_fill_person (t.form, role, NULL, person, HS_FORM_ORIGIN_PROFILE);
      assert_every_field_filled (t.form, id, role);
      check_round_trip (&t);
      after = draft_text (t.form);
      hs_form_undo (t.form);
      undone = draft_text (t.form);
      g_assert_cmpstr (undone, ==, before);
      g_clear_pointer (&undone, g_free);
      hs_form_redo (t.form);
      redone = draft_text (t.form);
      g_assert_cmpstr (redone, ==, after);
    }
  while (hs_form_can_undo (t.form))
    hs_form_undo (t.form);
  undone = draft_text (t.form);
  g_assert_cmpstr (undone, ==, empty);
  form_test_tear_down (&t);
}

static void
test_all_packages (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autofree char *folder = hs_world_share_path (world, "forms");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json") && !g_str_has_suffix (name, ".tests.json"))
      {
        g_autofree char *id = g_strndup (name, strlen (name) - strlen (".json"));

        check_package (id);
        n++;
      }
  g_assert_cmpuint (n, >=, 1);
  hs_test_world_free (world);
}

/* What an author may write. */

static void
test_prefill_lint (void)
{
  static const struct
  {
    const char *prefill; /* ' for " */
    const char *message; /* part of the error; NULL: right */
  } cases[] = {
    { "{'/me/hoTen': 'mother.fullName'}", NULL },
    { "{'/me/hoTen': 'self.address'}", NULL },
    { "{'/con/gioiTinh': {'field': 'self.sex', 'map': {'male': 'nam', 'female': 'nu'}}}", NULL },
    { "{'/me/hoTen': 'self.shoeSize'}", "no field “shoeSize”" },
    { "{'/me/hoTen': 'fullName'}", "must be a role and a field" },
    { "{'/me/hoTen': '.fullName'}", "must be a role and a field" },
    { "{'/me/hoTen': 'm2 x.fullName'}", "must be a role and a field" },
    { "{'/me/hoTen': 7}", "must be a text" },
    { "{'/me/hoTen': 'aunt.fullName'}", "“role.aunt”" },
    { "{'/me/nobody': 'self.fullName'}", "there is no field" },
    { "{'/me/ngaySinh': 'self.fullName'}", "without a map" },
    { "{'/me/conSong': 'self.sex'}", "without a map" },
    { "{'/con/ngaySinhBangChu': 'self.fullName'}", "takes no answer" },
    { "{'/me/hoTen': {'field': 'self.fullName'}}", "map" },
    { "{'/me/hoTen': {'field': 'self.fullName', 'map': {}}}", "empty" },
    { "{'/me/hoTen': {'field': 'self.fullName', 'map': {'a': 'b'}, 'x': 1}}", "unknown keyword" },
    { "{'/con/gioiTinh': {'field': 'self.sex', 'map': {'male': 'x'}}}", "no answer of the field" },
    { "{'/con/gioiTinh': {'field': 'self.sex', 'map': {'man': 'nam'}}}", "no value of “sex”" },
    { "{'/con/gioiTinh': {'field': 'self.sex', 'map': {'male': 1}}}", "no answer of the field" },
  };
  HsWorld *world = hs_test_world_new ();
  g_autofree char *path = hs_world_share_path (world, "forms/khai-sinh.json");
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = hs_json_load (path, HS_JSON_DEFAULT, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (HsFormPackage) package = NULL;
      g_autoptr (GError) fault = NULL;

      g_test_message ("%s", cases[i].prefill);
      json_object_set_member (json_node_get_object (root), "prefill",
                              form_test_json (cases[i].prefill));
      bytes = hs_json_write_bytes (root);
      package = hs_form_package_load_in (world, bytes, &fault);
      if (cases[i].message == NULL)
        {
          g_assert_no_error (fault);
          continue;
        }
      g_assert_error (fault, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE);
      g_assert_nonnull (strstr (fault->message, cases[i].message));
      g_assert_true (g_str_has_prefix (fault->message, "line "));
    }
  hs_test_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/profile/person/normalised", test_person_is_normalised);
  g_test_add_func ("/form/profile/person/refuses", test_person_refuses);
  g_test_add_func ("/form/profile/person/commune", test_person_commune_must_be_there);
  g_test_add_func ("/form/profile/person/age", test_person_age);
  g_test_add_func ("/form/profile/card/reads", test_card_reads);
  g_test_add_func ("/form/profile/card/refuses", test_card_refuses);
  g_test_add_func ("/form/profile/card/hostile", test_card_hostile);
  g_test_add_func ("/form/profile/household/keeps", test_household_keeps);
  g_test_add_func ("/form/profile/household/wiped", test_household_goes_with_the_profile);
  g_test_add_func ("/form/profile/household/unreadable", test_household_leaves_what_it_cannot_read);
  g_test_add_func ("/form/profile/household/end", test_household_has_an_end);
  g_test_add_func ("/form/profile/household/async", test_household_async);
  g_test_add_func ("/form/profile/household/kill", test_household_survives_kill);
  g_test_add_func ("/form/profile/fill", test_fill);
  g_test_add_func ("/form/profile/fill/preview", test_preview);
  g_test_add_func ("/form/profile/fill/row", test_fill_row);
  g_test_add_func ("/form/profile/fill/back", test_back_to_a_person);
  g_test_add_func ("/form/profile/fill/all-packages", test_all_packages);
  g_test_add_func ("/form/profile/prefill", test_prefill_lint);
  return g_test_run ();
}
