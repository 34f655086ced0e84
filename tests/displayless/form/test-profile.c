/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People and cards: what is kept of them, what is refused, what does not agree. All names and numbers are made up. */
#define G_LOG_DOMAIN "hoso"

#include "form-test.h"
#include "form/profile/hs-identity-card.h"

#include <string.h>

/* A person. */

static void
test_person_is_normalised (void)
{
  g_autoptr (HsPerson) person = form_test_person (
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
      g_autoptr (HsPerson) person = form_test_person (json);

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
    /* before, three: the commune of today is the only one that followed */
    { "001190000123||Nguyễn Thị Hoa|01021990|Nữ|Số 12, Phúc Xá, Ba Đình, Hà Nội|05092021",
      "{'commune': '00097', 'street': 'Số 12'}", 0 },
    { "001190000123||Nguyễn Thị Hoa|01021990|Nữ|Số 12, P.Phúc Xá, Q. Ba Đình, TP Hà Nội",
      "{'commune': '00097', 'street': 'Số 12'}", 0 },
    { "001190000123||Nguyễn Thị Hoa|01021990|Nữ|Phúc Xá, Ba Đình, Hà Nội|05092025",
      "{'commune': '00097', 'street': null}", 0 },
    { "001190000123||Nguyễn Thị Hoa|01021990|Nữ|Số 12, Xã Phúc Xá, Ba Đình, Hà Nội|05092021",
      "{'commune': null}", HS_CARD_DOUBT_COMMUNE },
    /* several followed: not certain which */
    { "001190000123||Nguyễn Thị Hoa|01021990|Nữ|Cống Vị, Ba Đình, Hà Nội|05092021",
      "{'commune': null}", HS_CARD_DOUBT_COMMUNE },
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
  return g_test_run ();
}
