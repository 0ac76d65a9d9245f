/** A value with where it came from, such as `COGNITO_CLIENT_ID` or `amplify_outputs.json (data.url)`. */
export interface Found {
  readonly value: string;
  readonly from: string;
}
