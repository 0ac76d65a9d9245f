import { adminDeleteUserAttributes, deleteUserAttributes } from './delete-attributes.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';
import {
  createUserPoolDomain,
  deleteUserPoolDomain,
  describeUserPoolDomain,
  updateUserPoolDomain,
} from './domains.ts';
import {
  adminCreateUser,
  adminDeleteUser,
  adminDisableUser,
  adminEnableUser,
  adminGetUser,
  adminResetUserPassword,
  adminSetUserPassword,
  adminUpdateUserAttributes,
  adminUserGlobalSignOut,
} from './admin-users.ts';
import {
  createUserPoolClient,
  deleteUserPoolClient,
  describeUserPoolClient,
  listUserPoolClients,
  updateUserPoolClient,
} from './app-clients.ts';
import {
  addUserPoolClientSecret,
  deleteUserPoolClientSecret,
  listUserPoolClientSecrets,
} from './client-secrets.ts';
import { adminRespondToAuthChallenge, respondToAuthChallenge } from './challenge-answers.ts';
import {
  adminAddUserToGroup,
  adminListGroupsForUser,
  adminRemoveUserFromGroup,
  createGroup,
  deleteGroup,
  getGroup,
  listGroups,
  listUsersInGroup,
  updateGroup,
} from './groups.ts';
import { confirmForgotPassword, forgotPassword } from './forgot-password.ts';
import type { Input } from './input.ts';
import { listUsers } from './list-users.ts';
import { getClientToken } from './machine-tokens.ts';
import { getUserPoolMfaConfig, setUserPoolMfaConfig } from './mfa-config.ts';
import {
  deleteUser,
  getUserAttributeVerificationCode,
  updateUserAttributes,
  verifyUserAttribute,
} from './own-attributes.ts';
import type { Pool } from './pool.ts';
import type { Pools } from './pools.ts';
import { getTokensFromRefreshToken, revokeToken } from './refresh.ts';
import {
  createResourceServer,
  deleteResourceServer,
  describeResourceServer,
  listResourceServers,
  updateResourceServer,
} from './resource-servers.ts';
import { changePassword, getUser, globalSignOut } from './self-service.ts';
import { adminInitiateAuth, initiateAuth } from './initiate-auth.ts';
import { adminConfirmSignUp, confirmSignUp, resendConfirmationCode, signUp } from './sign-up.ts';
import { associateSoftwareToken, verifySoftwareToken } from './software-token.ts';
import { adminSetUserMfaPreference, setUserMfaPreference } from './mfa-preference.ts';
import { adminGetUserAuthFactors, getUserAuthFactors } from './auth-factors.ts';
import { adminSetUserSettings, setUserSettings } from './user-settings.ts';
import { confirmDevice } from './confirm-device.ts';
import {
  adminForgetDevice,
  adminGetDevice,
  adminListDevices,
  adminUpdateDeviceStatus,
  forgetDevice,
  getDevice,
  listDevices,
  updateDeviceStatus,
} from './devices.ts';
import {
  addCustomAttributes,
  createUserPool,
  deleteUserPool,
  describeUserPool,
  listUserPools,
  updateUserPool,
} from './user-pools.ts';
import type { TokenVerifier } from './verify-token.ts';

export { unsupportedActions } from './unsupported-actions.ts';

type Action = (pool: Pool, input: Input, verify: TokenVerifier) => object | Promise<object>;

/** The actions that anybody may call; what they bring proves who they are. */
export const publicActions: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['InitiateAuth', initiateAuth],
  ['RespondToAuthChallenge', respondToAuthChallenge],
  ['GetTokensFromRefreshToken', getTokensFromRefreshToken],
  ['GetClientToken', getClientToken],
  ['RevokeToken', revokeToken],
  ['GetUser', (pool, input, verify) => getUser(pool, verify, input)],
  ['ChangePassword', (pool, input, verify) => changePassword(pool, verify, input)],
  ['SignUp', signUp],
  ['ConfirmSignUp', confirmSignUp],
  ['ResendConfirmationCode', resendConfirmationCode],
  ['ForgotPassword', forgotPassword],
  ['ConfirmForgotPassword', confirmForgotPassword],
  ['UpdateUserAttributes', (pool, input, verify) => updateUserAttributes(pool, verify, input)],
  [
    'GetUserAttributeVerificationCode',
    (pool, input, verify) => getUserAttributeVerificationCode(pool, verify, input),
  ],
  ['VerifyUserAttribute', (pool, input, verify) => verifyUserAttribute(pool, verify, input)],
  ['DeleteUserAttributes', (pool, input, verify) => deleteUserAttributes(pool, verify, input)],
  ['DeleteUser', (pool, input, verify) => deleteUser(pool, verify, input)],
  ['AssociateSoftwareToken', (pool, input, verify) => associateSoftwareToken(pool, verify, input)],
  ['VerifySoftwareToken', (pool, input, verify) => verifySoftwareToken(pool, verify, input)],
  ['SetUserMFAPreference', (pool, input, verify) => setUserMfaPreference(pool, verify, input)],
  ['SetUserSettings', (pool, input, verify) => setUserSettings(pool, verify, input)],
  ['GetUserAuthFactors', (pool, input, verify) => getUserAuthFactors(pool, verify, input)],
  ['ConfirmDevice', (pool, input, verify) => confirmDevice(pool, verify, input)],
  ['GetDevice', (pool, input, verify) => getDevice(pool, verify, input)],
  ['ListDevices', (pool, input, verify) => listDevices(pool, verify, input)],
  ['UpdateDeviceStatus', (pool, input, verify) => updateDeviceStatus(pool, verify, input)],
  ['ForgetDevice', (pool, input, verify) => forgetDevice(pool, verify, input)],
  ['GlobalSignOut', (pool, input, verify) => globalSignOut(pool, verify, input)],
]);

/** The actions that need a signature by an IAM principal who may administer users. */
export const signedActions: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['AdminInitiateAuth', adminInitiateAuth],
  ['AdminRespondToAuthChallenge', adminRespondToAuthChallenge],
  ['AdminCreateUser', adminCreateUser],
  ['AdminConfirmSignUp', adminConfirmSignUp],
  ['AdminSetUserMFAPreference', adminSetUserMfaPreference],
  ['AdminSetUserSettings', adminSetUserSettings],
  ['AdminGetUserAuthFactors', adminGetUserAuthFactors],
  ['AdminGetDevice', adminGetDevice],
  ['AdminListDevices', adminListDevices],
  ['AdminUpdateDeviceStatus', adminUpdateDeviceStatus],
  ['AdminForgetDevice', adminForgetDevice],
  ['SetUserPoolMfaConfig', setUserPoolMfaConfig],
  ['GetUserPoolMfaConfig', getUserPoolMfaConfig],
  ['AdminSetUserPassword', adminSetUserPassword],
  ['AdminGetUser', adminGetUser],
  ['AdminDeleteUser', adminDeleteUser],
  ['AdminDisableUser', adminDisableUser],
  ['AdminEnableUser', adminEnableUser],
  ['AdminResetUserPassword', adminResetUserPassword],
  ['AdminUpdateUserAttributes', adminUpdateUserAttributes],
  ['AdminDeleteUserAttributes', adminDeleteUserAttributes],
  ['AdminUserGlobalSignOut', adminUserGlobalSignOut],
  ['ListUsers', listUsers],
  ['CreateGroup', createGroup],
  ['GetGroup', getGroup],
  ['UpdateGroup', updateGroup],
  ['DeleteGroup', deleteGroup],
  ['ListGroups', listGroups],
  ['ListUsersInGroup', listUsersInGroup],
  ['AdminAddUserToGroup', adminAddUserToGroup],
  ['AdminRemoveUserFromGroup', adminRemoveUserFromGroup],
  ['AdminListGroupsForUser', adminListGroupsForUser],
  ['DescribeUserPoolClient', describeUserPoolClient],
  ['ListUserPoolClients', listUserPoolClients],
  ['CreateUserPoolClient', createUserPoolClient],
  ['UpdateUserPoolClient', updateUserPoolClient],
  ['DeleteUserPoolClient', deleteUserPoolClient],
  ['AddUserPoolClientSecret', addUserPoolClientSecret],
  ['ListUserPoolClientSecrets', listUserPoolClientSecrets],
  ['DeleteUserPoolClientSecret', deleteUserPoolClientSecret],
  ['CreateResourceServer', createResourceServer],
  ['UpdateResourceServer', updateResourceServer],
  ['DescribeResourceServer', describeResourceServer],
  ['ListResourceServers', listResourceServers],
  ['DeleteResourceServer', deleteResourceServer],
]);

/** The actions on user pools themselves; signed as well. */
export const poolActions: ReadonlyMap<string, (pools: Pools, input: Input) => object | Promise<object>> =
  new Map<string, (pools: Pools, input: Input) => object | Promise<object>>([
    ['CreateUserPool', createUserPool],
    ['DescribeUserPool', describeUserPool],
    ['UpdateUserPool', updateUserPool],
    ['DeleteUserPool', deleteUserPool],
    ['ListUserPools', listUserPools],
    ['AddCustomAttributes', addCustomAttributes],
    ['TagResource', tagResource],
    ['UntagResource', untagResource],
    ['ListTagsForResource', listTagsForResource],
    ['CreateUserPoolDomain', createUserPoolDomain],
    ['DescribeUserPoolDomain', describeUserPoolDomain],
    ['UpdateUserPoolDomain', updateUserPoolDomain],
    ['DeleteUserPoolDomain', deleteUserPoolDomain],
  ]);
